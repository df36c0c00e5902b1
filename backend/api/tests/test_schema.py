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
            value = response.headers[name]
            number = header["schema"]["type"] == "integer"
            jsonschema.validate(int(value) if number else value, header["schema"])
    if "content" not in described:
        assert response.content == b""
        return
    media = described["content"][response.headers["Content-Type"]]
    if media["schema"].get("format") == "binary":
        return
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
        "createPost",
        "deletePost",
        "getAccount",
        "getPost",
        "getPostCard",
        "getSchema",
        "listDrafts",
        "listPosts",
        "listPublicPosts",
        "logIn",
        "logOut",
        "previewPost",
        "replacePost",
        "restorePost",
        "setLoginCookie",
        "updatePost",
    }
    assert set(schema["components"]["schemas"]) == {
        "Account",
        "AlreadyCreated",
        "Author",
        "Detail",
        "Draft",
        "DraftPage",
        "Error",
        "ErrorItem",
        "ErrorType",
        "LoginRequest",
        "MarkdownRequest",
        "PatchedPostContentRequest",
        "Post",
        "PostContentRequest",
        "PostDetail",
        "PostPage",
        "PostReplacementRequest",
        "Preview",
        "Segment",
        "StatusEnum",
        "SubmittedPost",
        "Tag",
        "VersionConflict",
        "VisibilityEnum",
    }


def test_every_error_has_the_one_shape(schema: Any) -> None:
    plain = schema["components"]["schemas"]["Error"]
    for path, method, operation in operations(schema):
        errors = {code: body for code, body in operation["responses"].items() if code >= "400"}
        assert errors, f"{method} {path} describes no error"
        for body in errors.values():
            reference = body["content"]["application/json"]["schema"]["$ref"]
            name = reference.removeprefix("#/components/schemas/")
            component = schema["components"]["schemas"][name]
            assert plain["properties"].items() <= component["properties"].items()
            assert set(plain["required"]) <= set(component["required"])


def test_every_unsafe_operation_asks_for_the_csrf_header(schema: Any) -> None:
    for _, method, operation in operations(schema):
        asks = all("csrf" in requirement for requirement in operation["security"])
        assert asks == (method != "GET")


Call = Callable[[Browser, Browser, Post], Any]

CONTENT = {
    "title": "A",
    "summary": "",
    "body": "*a*",
    "status": "published",
    "visibility": "public",
    "tags": ["keys"],
}


def create(browser: Browser, **change: Any) -> Any:
    key = {"Idempotency-Key": "6a0b1d9a-7a4c-4c0e-9d54-2f5d1e1b7a11"}
    return browser.post_json("/api/posts/", {**CONTENT, **change}, headers=key)


def change(browser: Browser, method: str, post: Post, version: str = '"1"') -> Any:
    headers = {"If-Match": version} if version else {}
    return browser.send(method, f"/api/posts/{post.pk}/", CONTENT, headers=headers)


# At least one call for each answer that can be had by asking: (method and path, status) → call.
CALLS: dict[tuple[str, int], Call] = {
    ("GET /api/login-set-cookie/", 200): lambda nobody, alice, post: nobody.get(
        "/api/login-set-cookie/"
    ),
    ("POST /api/login/", 200): lambda nobody, alice, post: nobody.log_in("alice@example.com"),
    ("POST /api/login/", 400): lambda nobody, alice, post: nobody.log_in(
        "alice@example.com", "wrong"
    ),
    ("POST /api/login/", 403): lambda nobody, alice, post: nobody.post("/api/login/"),
    ("POST /api/login/", 406): lambda nobody, alice, post: nobody.log_in(
        "", headers={"Accept": "x/y"}
    ),
    ("POST /api/login/", 413): lambda nobody, alice, post: nobody.post_json(
        "/api/login/", b" " * 3_000_000
    ),
    ("POST /api/login/", 415): lambda nobody, alice, post: nobody.post_json(
        "/api/login/", "x", content_type="text/plain"
    ),
    ("POST /api/login/", 429): lambda nobody, alice, post: [
        nobody.log_in("bob@example.com", "wrong") for _ in range(6)
    ][-1],
    ("POST /api/logout/", 204): lambda nobody, alice, post: alice.post_json("/api/logout/"),
    ("POST /api/logout/", 403): lambda nobody, alice, post: alice.post("/api/logout/"),
    ("GET /api/account/", 200): lambda nobody, alice, post: alice.get("/api/account/"),
    ("GET /api/account/", 403): lambda nobody, alice, post: nobody.get("/api/account/"),
    ("GET /api/posts/", 200): lambda nobody, alice, post: alice.get(
        "/api/posts/?page_size=1&page=2"
    ),
    ("GET /api/posts/", 400): lambda nobody, alice, post: alice.get("/api/posts/?page=x"),
    ("GET /api/posts/", 403): lambda nobody, alice, post: nobody.get("/api/posts/"),
    ("GET /api/posts/", 404): lambda nobody, alice, post: alice.get("/api/posts/?page=99"),
    ("GET /api/posts/{id}/", 200): lambda nobody, alice, post: alice.get(f"/api/posts/{post.pk}/"),
    ("GET /api/posts/{id}/", 403): lambda nobody, alice, post: nobody.get("/api/posts/0/"),
    ("GET /api/posts/{id}/", 404): lambda nobody, alice, post: alice.get("/api/posts/0/"),
    ("POST /api/posts/", 201): lambda nobody, alice, post: create(alice),
    ("POST /api/posts/", 400): lambda nobody, alice, post: alice.post_json("/api/posts/", CONTENT),
    ("POST /api/posts/", 403): lambda nobody, alice, post: create(nobody),
    ("POST /api/posts/", 409): lambda nobody, alice, post: [
        create(alice),
        create(alice, title="B"),
    ][-1],
    ("POST /api/posts/", 413): lambda nobody, alice, post: create(alice, body="a" * 3_000_000),
    **{
        (f"{method} /api/posts/{{id}}/", status): call
        for method, success in [("PUT", 200), ("PATCH", 200), ("DELETE", 204)]
        for status, call in {
            success: lambda nobody, alice, post, method=method: change(alice, method, post),
            403: lambda nobody, alice, post, method=method: change(nobody, method, post),
            404: lambda nobody, alice, post, method=method: change(alice, method, Post(pk=0)),
            412: lambda nobody, alice, post, method=method: change(alice, method, post, '"7"'),
            428: lambda nobody, alice, post, method=method: change(alice, method, post, ""),
        }.items()
    },
    ("POST /api/posts/{id}/restore/", 200): lambda nobody, alice, post: alice.post_json(
        f"/api/posts/{post.pk}/restore/"
    ),
    ("POST /api/posts/{id}/restore/", 404): lambda nobody, alice, post: alice.post_json(
        "/api/posts/0/restore/"
    ),
    ("GET /api/posts/{id}/card.png", 200): lambda nobody, alice, post: nobody.get(
        f"/api/posts/{post.pk}/card.png"
    ),
    ("GET /api/posts/{id}/card.png", 404): lambda nobody, alice, post: nobody.get(
        "/api/posts/0/card.png"
    ),
    ("GET /api/posts/public/", 200): lambda nobody, alice, post: nobody.get(
        "/api/posts/public/?search=x"
    ),
    ("GET /api/posts/public/", 400): lambda nobody, alice, post: nobody.get(
        "/api/posts/public/?ordering=x"
    ),
    ("GET /api/posts/drafts/", 200): lambda nobody, alice, post: alice.get("/api/posts/drafts/"),
    ("GET /api/posts/drafts/", 403): lambda nobody, alice, post: nobody.get("/api/posts/drafts/"),
    ("POST /api/posts/preview/", 200): lambda nobody, alice, post: alice.post_json(
        "/api/posts/preview/", {"body": "*a*"}
    ),
    ("POST /api/posts/preview/", 400): lambda nobody, alice, post: alice.post_json(
        "/api/posts/preview/", {"body": 5}
    ),
    ("GET /api/schema/", 200): lambda nobody, alice, post: nobody.get("/api/schema/"),
}


@pytest.mark.parametrize(("operation", "status"), CALLS)
def test_the_answers_are_as_described(
    operation: str, status: int, nobody: Browser, alice: Any, bob: Any, schema: Any
) -> None:
    posts = [
        Post.objects.create(
            title=f"Post {number}",
            body="*x*",
            author=alice,
            status="published" if number else "draft",
            visibility="public",
        )
        for number in range(4)
    ]
    response = CALLS[operation, status](nobody, browser_of(alice), posts[1])
    assert response.status_code == status
    check(schema, operation.partition(" ")[2], response)


def test_a_draft_is_as_described_too(as_alice: Browser, alice: Any, schema: Any) -> None:
    draft = Post.objects.create(title="Draft", body="", author=alice)
    check(schema, "/api/posts/{id}/", as_alice.get(f"/api/posts/{draft.pk}/"))


def test_no_success_is_left_untried(schema: Any) -> None:
    described = {
        (f"{method} {path}", int(status))
        for path, method, operation in operations(schema)
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
