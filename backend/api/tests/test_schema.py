"""GET /api/schema/, and whether the endpoints do what it says."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import jsonschema
import pytest
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import MAKING_SCHEMA
from conftest import PASSWORD, Browser
from session_auth.tests.test_csrf import API_VIEWS
from session_auth.views import AccountView

from .description import check, names, operations


def test_it_is_openapi_3_1(schema: Any) -> None:
    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["title"] == "Latchkey"


def test_it_is_made_once(nobody: Browser, schema: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.SchemaGenerator", None)
    assert nobody.get("/api/schema/").json() == schema


def test_it_is_made_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at once were in each other's way, and answered 500."""
    making: list[bool] = []

    def made() -> bytes:
        making.append(MAKING_SCHEMA.locked())
        return b"{}"

    monkeypatch.setattr("api.views.schema_json", made)
    assert Browser().get("/api/schema/").status_code == 200
    assert making == [True]


def test_every_endpoint_is_in_it(schema: Any) -> None:
    described = {path.replace("{id}", "1") for path in schema["paths"]}
    assert described == {path for path, _ in API_VIEWS}


def test_the_names_that_a_typed_client_builds_on(schema: Any) -> None:
    assert names(schema, "accounts") == {"getAccount", "logIn", "logOut", "setLoginCookie"}
    assert names(schema, "api") == {"getSchema"}
    assert set(schema["components"]["schemas"]) >= {
        "Account",
        "Detail",
        "Error",
        "ErrorItem",
        "ErrorType",
        "LoginRequest",
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


Call = Callable[[Browser, Browser], Any]

# At least one call for each answer that can be had by asking: (method and path, status) → call.
CALLS: dict[tuple[str, int], Call] = {
    ("GET /api/login-set-cookie/", 200): lambda nobody, alice: nobody.get("/api/login-set-cookie/"),
    ("POST /api/login/", 200): lambda nobody, alice: nobody.log_in("alice@example.com"),
    ("POST /api/login/", 400): lambda nobody, alice: nobody.log_in("alice@example.com", "wrong"),
    ("POST /api/login/", 403): lambda nobody, alice: nobody.post("/api/login/"),
    ("POST /api/login/", 406): lambda nobody, alice: nobody.log_in("", headers={"Accept": "x/y"}),
    ("POST /api/login/", 413): lambda nobody, alice: nobody.post_json(
        "/api/login/", b" " * 3_000_000
    ),
    ("POST /api/login/", 415): lambda nobody, alice: nobody.post_json(
        "/api/login/", "x", content_type="text/plain"
    ),
    ("POST /api/login/", 429): lambda nobody, alice: [
        nobody.log_in("bob@example.com", "wrong") for _ in range(6)
    ][-1],
    ("POST /api/logout/", 204): lambda nobody, alice: alice.post_json("/api/logout/"),
    ("POST /api/logout/", 403): lambda nobody, alice: alice.post("/api/logout/"),
    ("GET /api/account/", 200): lambda nobody, alice: alice.get("/api/account/"),
    ("GET /api/account/", 403): lambda nobody, alice: nobody.get("/api/account/"),
    ("GET /api/schema/", 200): lambda nobody, alice: nobody.get("/api/schema/"),
}


@pytest.mark.parametrize(("operation", "status"), CALLS)
@pytest.mark.usefixtures("bob")
def test_the_answers_are_as_described(
    operation: str, status: int, nobody: Browser, as_alice: Browser, schema: Any
) -> None:
    response = CALLS[operation, status](nobody, as_alice)
    assert response.status_code == status
    check(schema, operation.partition(" ")[2], response)


def tried_by(app: str) -> Iterable[tuple[str, int]]:
    """What an application's own tests hold against the schema, in a table like the one above."""
    calls: Iterable[tuple[str, int]] = import_module(f"{app}.tests.test_schema").CALLS
    return calls


# What an endpoint answers of its own; every endpoint may refuse, and fail, in the same ways.
OWN_STATUSES = {"404", "409", "412", "428"}


def test_no_answer_of_an_endpoint_s_own_is_left_untried(schema: Any) -> None:
    described = {
        (f"{method} {path}", int(status))
        for path, method, operation in operations(schema)
        for status in operation["responses"]
        if status < "300" or status in OWN_STATUSES
    }
    apps = {tag for _, _, operation in operations(schema) for tag in operation["tags"]}
    tried = {call for app in apps - {"accounts", "api"} for call in tried_by(app)}
    assert described - tried - set(CALLS) == set()


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
