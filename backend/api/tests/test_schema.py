"""GET /api/schema/, and whether the endpoints do what it says."""

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import AccountView
from blog.models import Post
from conftest import PASSWORD, Browser, browser_of

from .test_csrf import API_VIEWS


@pytest.fixture
def schema(nobody: Browser) -> Any:
    response = nobody.get("/api/schema/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def operations(schema: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def check(schema: Any, path: str, response: Any) -> None:
    """Hold an answer against what the schema says of it."""
    method = response.request["REQUEST_METHOD"].lower()
    described = schema["paths"][path][method]["responses"][str(response.status_code)]
    for name, header in described.get("headers", {}).items():
        if name == "Set-Cookie":
            assert response.cookies, f"{method} {path} sets no cookie"
        else:
            jsonschema.validate(int(response.headers[name]), header["schema"])
    if "content" not in described:
        assert response.content == b""
        return
    media = described["content"][response.headers["Content-Type"]]
    # The components stand where the references look for them.
    strict = {"components": strictly(schema["components"]), **media["schema"]}
    jsonschema.Draft202012Validator(
        strict, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(response.json())


def strictly(components: Any) -> Any:
    """Every object with the properties that are described, and no others."""
    for component in components["schemas"].values():
        if "properties" in component:
            component.setdefault("additionalProperties", False)
    return components


def test_it_is_openapi_3_1(schema: Any) -> None:
    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["title"] == "Latchkey"


def test_every_endpoint_is_in_it(schema: Any) -> None:
    described = {path.replace("{id}", "1") for path in schema["paths"]}
    assert described == {path for path, _ in API_VIEWS}


def test_the_names_that_a_typed_client_builds_on(schema: Any) -> None:
    assert {operation["operationId"] for _, _, operation in operations(schema)} == {
        "getAccount",
        "getPost",
        "getSchema",
        "listPosts",
        "logIn",
        "logOut",
        "setLoginCookie",
    }
    assert set(schema["components"]["schemas"]) == {
        "Account",
        "Author",
        "Detail",
        "Error",
        "ErrorItem",
        "ErrorType",
        "LoginRequest",
        "Post",
        "PostDetail",
        "PostPage",
        "StatusEnum",
    }


def test_every_error_has_the_one_shape(schema: Any) -> None:
    for path, method, operation in operations(schema):
        errors = {code: body for code, body in operation["responses"].items() if code >= "400"}
        assert errors, f"{method} {path} describes no error"
        for body in errors.values():
            assert body["content"]["application/json"]["schema"] == {
                "$ref": "#/components/schemas/Error"
            }


def test_every_unsafe_operation_asks_for_the_csrf_header(schema: Any) -> None:
    for _, method, operation in operations(schema):
        asks = all("csrf" in requirement for requirement in operation["security"])
        assert asks == (method != "GET")


Call = Callable[[Browser, Browser, Post], Any]

# At least one call for each answer that can be had by asking: (path, status) → call.
CALLS: dict[tuple[str, int], Call] = {
    ("/api/login-set-cookie/", 200): lambda nobody, alice, post: nobody.get(
        "/api/login-set-cookie/"
    ),
    ("/api/login/", 200): lambda nobody, alice, post: nobody.log_in("alice@example.com"),
    ("/api/login/", 400): lambda nobody, alice, post: nobody.log_in("alice@example.com", "wrong"),
    ("/api/login/", 403): lambda nobody, alice, post: nobody.post("/api/login/"),
    ("/api/login/", 406): lambda nobody, alice, post: nobody.log_in("", headers={"Accept": "x/y"}),
    ("/api/login/", 413): lambda nobody, alice, post: nobody.post_json(
        "/api/login/", b" " * 3_000_000
    ),
    ("/api/login/", 415): lambda nobody, alice, post: nobody.post_json(
        "/api/login/", "x", content_type="text/plain"
    ),
    ("/api/login/", 429): lambda nobody, alice, post: [
        nobody.log_in("bob@example.com", "wrong") for _ in range(6)
    ][-1],
    ("/api/logout/", 204): lambda nobody, alice, post: alice.post_json("/api/logout/"),
    ("/api/logout/", 403): lambda nobody, alice, post: alice.post("/api/logout/"),
    ("/api/account/", 200): lambda nobody, alice, post: alice.get("/api/account/"),
    ("/api/account/", 403): lambda nobody, alice, post: nobody.get("/api/account/"),
    ("/api/posts/", 200): lambda nobody, alice, post: alice.get("/api/posts/?page_size=1&page=2"),
    ("/api/posts/", 400): lambda nobody, alice, post: alice.get("/api/posts/?page=x"),
    ("/api/posts/", 403): lambda nobody, alice, post: nobody.get("/api/posts/"),
    ("/api/posts/", 404): lambda nobody, alice, post: alice.get("/api/posts/?page=99"),
    ("/api/posts/{id}/", 200): lambda nobody, alice, post: alice.get(f"/api/posts/{post.pk}/"),
    ("/api/posts/{id}/", 403): lambda nobody, alice, post: nobody.get(f"/api/posts/{post.pk}/"),
    ("/api/posts/{id}/", 404): lambda nobody, alice, post: alice.get("/api/posts/0/"),
    ("/api/schema/", 200): lambda nobody, alice, post: nobody.get("/api/schema/"),
}


@pytest.mark.parametrize(("path", "status"), CALLS)
def test_the_answers_are_as_described(
    path: str, status: int, nobody: Browser, alice: Any, bob: Any, schema: Any
) -> None:
    posts = [
        Post.objects.create(title=f"Post {number}", body="*x*", author=alice, status="published")
        for number in range(3)
    ]
    response = CALLS[path, status](nobody, browser_of(alice), posts[0])
    assert response.status_code == status
    check(schema, path, response)


def test_a_draft_is_as_described_too(as_alice: Browser, alice: Any, schema: Any) -> None:
    draft = Post.objects.create(title="Draft", body="", author=alice)
    check(schema, "/api/posts/{id}/", as_alice.get(f"/api/posts/{draft.pk}/"))


def test_no_success_is_left_untried(schema: Any) -> None:
    described = {
        (path, int(status))
        for path, _, operation in operations(schema)
        for status in operation["responses"]
        if status < "300"
    }
    assert described <= set(CALLS)


@pytest.mark.parametrize("change", [{"email": None}, {"surplus": 1}])
def test_a_wrong_answer_would_be_noticed(
    as_alice: Browser, schema: Any, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check itself, tried on an answer that lacks something and one that has too much."""
    check(schema, "/api/account/", as_alice.get("/api/account/"))
    right = AccountView.get

    def wrong(view: AccountView, request: Request) -> Response:
        return Response({**right(view, request).data, **change})

    monkeypatch.setattr(AccountView, "get", wrong)
    with pytest.raises(jsonschema.ValidationError):
        check(schema, "/api/account/", as_alice.get("/api/account/"))


def test_the_password_is_in_no_answer(nobody: Browser, alice: Any) -> None:
    assert PASSWORD not in nobody.log_in("alice@example.com").content.decode()
