"""GET /api/schema/, and whether the endpoints match it."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import jsonschema
import pytest
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.headless import PREFIX, ROOT
from api.views import SCHEMA_LOCK
from conftest import PASSWORD, Browser
from session_auth.tests.test_csrf import API_VIEWS
from session_auth.views import AccountView

from .description import check, names, operations


def test_it_is_openapi_3_1(schema: Any) -> None:
    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["title"] == "Latchkey"


def test_it_is_made_once(anonymous: Browser, schema: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.SchemaGenerator", None)
    assert anonymous.get("/api/schema/").json() == schema


def test_one_thread_at_a_time_generates_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads at once would fail."""
    making: list[bool] = []

    def made() -> bytes:
        making.append(SCHEMA_LOCK.locked())
        return b"{}"

    monkeypatch.setattr("api.views.schema_json", made)
    assert Browser().get("/api/schema/").status_code == 200
    assert making == [True]


def test_it_has_every_endpoint(schema: Any) -> None:
    described = {path.replace("{id}", "1") for path in schema["paths"]}
    auth = {path for path in described if path.startswith(PREFIX)}
    assert described - auth == {path for path, view in API_VIEWS if view is not None}
    # Of allauth's, those in use: accounts/tests/test_headless.py.
    assert auth < {path for path, _ in API_VIEWS}


def test_names_for_typed_clients(schema: Any) -> None:
    assert names(schema, "session") == {"getAccount", "logIn", "logOut", "setLoginCookie"}
    assert names(schema, "api") == {"getSchema"}
    assert set(schema["components"]["schemas"]) >= {
        "Account",
        "Detail",
        "Error",
        "ErrorItem",
        "ErrorType",
        "LoginRequest",
    }


def test_every_error_has_one_shape(schema: Any) -> None:
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


def test_unsafe_operations_need_the_csrf_header(schema: Any) -> None:
    for _, method, operation in operations(schema):
        needs_csrf = all("csrf" in requirement for requirement in operation["security"])
        assert needs_csrf == (method != "GET")


Call = Callable[[Browser, Browser], Any]

# At least one call for each response: (method and path, status) → call.
CALLS: dict[tuple[str, int], Call] = {
    ("GET /api/login-set-cookie/", 200): lambda anonymous, alice: anonymous.get(
        "/api/login-set-cookie/"
    ),
    ("POST /api/login/", 200): lambda anonymous, alice: anonymous.log_in("alice@example.com"),
    ("POST /api/login/", 400): lambda anonymous, alice: anonymous.log_in(
        "alice@example.com", "wrong"
    ),
    ("POST /api/login/", 403): lambda anonymous, alice: anonymous.post("/api/login/"),
    ("POST /api/login/", 406): lambda anonymous, alice: anonymous.log_in(
        "", headers={"Accept": "x/y"}
    ),
    ("POST /api/login/", 413): lambda anonymous, alice: anonymous.post_json(
        "/api/login/", b" " * 3_000_000
    ),
    ("POST /api/login/", 415): lambda anonymous, alice: anonymous.post_json(
        "/api/login/", "x", content_type="text/plain"
    ),
    ("POST /api/login/", 429): lambda anonymous, alice: [
        anonymous.log_in("bob@example.com", "wrong") for _ in range(6)
    ][-1],
    ("POST /api/logout/", 204): lambda anonymous, alice: alice.post_json("/api/logout/"),
    ("POST /api/logout/", 403): lambda anonymous, alice: alice.post("/api/logout/"),
    ("GET /api/account/", 200): lambda anonymous, alice: alice.get("/api/account/"),
    ("GET /api/account/", 403): lambda anonymous, alice: anonymous.get("/api/account/"),
    ("GET /api/schema/", 200): lambda anonymous, alice: anonymous.get("/api/schema/"),
}


@pytest.mark.parametrize(("operation", "status"), CALLS)
@pytest.mark.usefixtures("bob")
def test_responses_match_the_schema(
    operation: str, status: int, anonymous: Browser, as_alice: Browser, schema: Any
) -> None:
    response = CALLS[operation, status](anonymous, as_alice)
    assert response.status_code == status
    check(schema, operation.partition(" ")[2], response)


def calls_of(app: str) -> Iterable[tuple[str, int]]:
    """The calls of an application's own tests, in a table like the one above."""
    calls: Iterable[tuple[str, int]] = import_module(f"{app}.tests.test_schema").CALLS
    return calls


# Responses specific to an endpoint; the others are the same for all endpoints.
OWN_STATUSES = {"404", "409", "412", "428"}


def test_every_response_has_a_call(schema: Any) -> None:
    described = {
        (f"{method} {path}", int(status))
        for path, method, operation in operations(schema)
        for status in operation["responses"]
        if status < "300" or status in OWN_STATUSES
        # Tried as flows: accounts/tests/test_headless.py and test_mail_links.py.
        if not path.startswith(ROOT)
    }
    apps = {tag for _, _, operation in operations(schema) for tag in operation["tags"]}
    called = {call for app in apps - {"session", "api", "auth"} for call in calls_of(app)}
    assert described - called - set(CALLS) == set()


@pytest.mark.parametrize("change", [{"email": None}, {"surplus": 1}])
def test_the_checker_detects_wrong_responses(
    as_alice: Browser, schema: Any, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One response has a wrong type, the other a surplus field."""
    check(schema, "/api/account/", as_alice.get("/api/account/"))
    right = AccountView.get

    def wrong(view: AccountView, request: Request) -> Response:
        return Response({**right(view, request).data, **change})

    monkeypatch.setattr(AccountView, "get", wrong)
    with pytest.raises(jsonschema.ValidationError):
        check(schema, "/api/account/", as_alice.get("/api/account/"))


def test_log_in_does_not_return_the_password(anonymous: Browser, alice: Any) -> None:
    assert PASSWORD not in anonymous.log_in("alice@example.com").content.decode()
