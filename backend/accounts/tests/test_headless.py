"""allauth's endpoints under /api/auth/: the rules of this API, whatever the endpoint."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver, resolve
from pytest_django import Settings

from accounts.headless import PREFIX
from accounts.headless.endpoints import ENDPOINTS, endpoint
from accounts.models import User
from api.tests.description import check
from conftest import (
    CSRF_COOKIE_MISSING,
    CSRF_HEADER_MISSING,
    NOT_AUTHENTICATED,
    NOT_FOUND,
    PASSWORD,
    Browser,
    error,
)
from mail.models import QueuedMail
from session_auth.tests.test_csrf import paths
from session_auth.tests.test_errors import expect_method_not_allowed

pytestmark = pytest.mark.each_database

AUTH = "/api/auth/browser/v1"
SIGNUP = f"{AUTH}/auth/signup"
DANA = {"email": "dana@example.com", "name": "Dana", "password": PASSWORD}
ALL_PATHS = [path for path, _ in paths(get_resolver()) if path.startswith(PREFIX)]
IN_USE = [
    (method, path)
    for path in ALL_PATHS
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    if endpoint(method, resolve(path).url_name) in ENDPOINTS
]
POSTS = [path for method, path in IN_USE if method == "POST"]
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


def mailed_code() -> str:
    """The code in the latest mail."""
    found = CODE.search(QueuedMail.objects.latest("pk").text)
    assert found
    return found[0]


def test_the_endpoints_in_use() -> None:
    assert sorted(f"{method} {path.removeprefix(AUTH)}" for method, path in IN_USE) == [
        "GET /auth/session",
        "POST /account/email",
        "POST /account/password/change",
        "POST /auth/code/confirm",
        "POST /auth/code/request",
        "POST /auth/code/resend",
        "POST /auth/email/verify",
        "POST /auth/email/verify/resend",
        "POST /auth/login",
        "POST /auth/password/request",
        "POST /auth/password/reset",
        "POST /auth/reauthenticate",
        "POST /auth/reauthenticate/code/confirm",
        "POST /auth/reauthenticate/code/request",
        "POST /auth/reauthenticate/code/resend",
        "POST /auth/signup",
    ]


def test_only_the_client_with_cookies_exists() -> None:
    """The other one of allauth's, for native applications, has no CSRF protection."""
    assert all(path.startswith(f"{AUTH}/") for path in ALL_PATHS)


def test_other_endpoints_of_allauth_are_404(as_alice: Browser) -> None:
    for method, path in [
        ("POST", "/account/phone"),
        ("POST", "/auth/phone/verify"),
    ]:
        response = as_alice.send(method, AUTH + path, {})
        assert (path, response.status_code) == (path, 404)
        assert response.json() == NOT_FOUND
    assert as_alice.get(f"{AUTH}/config").json() == NOT_FOUND


def test_wrong_methods_are_405(as_alice: Browser) -> None:
    for method, path, allowed in [
        ("PUT", "/account/email", "POST"),
        ("GET", "/auth/signup", "POST"),
        ("DELETE", "/auth/session", "GET, HEAD"),
        ("TRACE", "/auth/password/reset", "POST"),
    ]:
        expect_method_not_allowed(as_alice, method, AUTH + path, allowed)


def test_a_visit_starts_no_session(anonymous: Browser) -> None:
    response = anonymous.get(f"{AUTH}/auth/session")
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
    assert "sessionid" not in response.cookies


def test_csrf_failures_bring_a_fresh_cookie(anonymous: Browser) -> None:
    for path in POSTS:
        anonymous.cookies.clear()
        response = anonymous.post(path, {}, content_type="application/json")
        assert (path, response.status_code) == (path, 403)
        assert response.json() == CSRF_COOKIE_MISSING
        assert response.cookies["csrftoken"].value


def test_a_token_in_a_form_is_refused(anonymous: Browser) -> None:
    response = anonymous.post(SIGNUP, {"csrfmiddlewaretoken": anonymous.token})
    assert response.status_code == 403
    assert response.json() == CSRF_HEADER_MISSING


def test_an_ambiguous_cookie_is_refused(anonymous: Browser) -> None:
    token = anonymous.token
    anonymous.cookies.clear()
    headers = {"Cookie": f"csrftoken={token}; csrftoken={token}", "X-CSRFToken": token}
    response = anonymous.generic("POST", SIGNUP, "{}", "application/json", headers=headers)
    assert response.json()["errors"][0]["code"] == "ambiguous_cookie"


def test_another_account_is_refused(as_alice: Browser, bob: User) -> None:
    for path in POSTS:
        response = as_alice.post_json(path, {}, headers={"X-Account": str(bob.pk)})
        assert (path, response.status_code) == (path, 409)
        assert response.json() == error("other_account", "You are logged in with another account.")
    response = as_alice.post_json(
        f"{AUTH}/account/password/change",
        {"current_password": PASSWORD, "new_password": "another-long-password"},
        headers={"X-Account": str(as_alice.get("/api/account/").json()["id"])},
    )
    assert response.status_code == 200


def test_bodies_that_are_not_json_objects(anonymous: Browser) -> None:
    for body, content_type, status, code in [
        ("{", "application/json", 400, "parse_error"),
        ("[" * 100_000, "application/json", 400, "parse_error"),
        ("[]", "application/json", 400, "parse_error"),
        ('{"email": "\\ud800"}', "application/json", 400, "parse_error"),
        (b"\xff", "application/json", 400, "parse_error"),
        ("{}", "text/plain", 415, "unsupported_media_type"),
        (b" " * 3_000_000, "application/json", 413, "request_too_large"),
    ]:
        response = anonymous.post_json(SIGNUP, body, content_type=content_type)
        assert (body[:20], response.status_code) == (body[:20], status)
        assert response.json()["errors"][0]["code"] == code


def test_answers_are_not_cached(anonymous: Browser, as_alice: Browser) -> None:
    for browser in (anonymous, as_alice):
        for response in (browser.get(f"{AUTH}/auth/session"), browser.post_json(SIGNUP, DANA)):
            assert response.headers["Cache-Control"] == "private, no-store"
            assert response.headers["X-Request-ID"]


Send = Callable[[Browser], Any]


def test_429_has_retry_after(
    anonymous: Browser, as_alice: Browser, settings: Settings, alice: User
) -> None:
    settings.AUTH_RATES = dict.fromkeys(settings.AUTH_RATES, (1, 60))
    for path in POSTS:
        if not ENDPOINTS[endpoint("POST", resolve(path).url_name)]:
            continue
        browser = as_alice if "/account/" in path else anonymous
        responses = [browser.post_json(path, {"email": "x@example.com"}) for _ in range(2)]
        assert (path, responses[1].status_code) == (path, 429)
        assert 1 <= int(responses[1].headers["Retry-After"]) <= 60
        assert responses[1].json()["errors"][0]["code"] == "throttled"


def test_an_address_gets_five_mails_an_hour(anonymous: Browser, alice: User) -> None:
    for email in ("alice@example.com", "unknown@example.com"):
        responses = [
            anonymous.post_json(f"{AUTH}/auth/{page}", {"email": email})
            for page in ["password/request", "code/request"] * 3
        ]
        assert [response.status_code for response in responses] == [202] * 5 + [429]
        assert 3500 < int(responses[-1].headers["Retry-After"]) <= 3600
        assert QueuedMail.objects.filter(recipient=email).count() == 5


def test_each_log_in_counts_against_one_limit(anonymous: Browser, alice: User) -> None:
    """Both endpoints share it."""
    wrong = {"email": "alice@example.com", "password": "wrong"}
    for path, status in [
        *[("/api/login/", 400), (f"{AUTH}/auth/login", 400)] * 2,
        ("/api/login/", 400),
        (f"{AUTH}/auth/login", 429),
        ("/api/login/", 429),
    ]:
        response = anonymous.post_json(path, wrong)
        assert response.status_code == status
    assert 1 <= int(response.headers["Retry-After"]) <= 600


def test_flows_match_the_schema(anonymous: Browser, schema: Any) -> None:
    def post(path: str, data: Any, status: int) -> Any:
        response = anonymous.post_json(AUTH + path, data)
        assert (path, response.status_code) == (path, status)
        check(schema, AUTH + path, response)
        return response.json()

    post("/auth/signup", {}, 400)
    assert post("/auth/email/verify", {"key": "x"}, 409)["errors"][0]["code"] == "wrong_step"
    assert "verify_email" in post("/auth/signup", DANA, 202)["pending"]
    post("/auth/email/verify/resend", {}, 200)
    assert post("/auth/email/verify", {"key": mailed_code()}, 200)["account"]["name"] == "Dana"
    assert anonymous.post_json("/api/logout/").status_code == 204

    assert (
        "password_reset_by_code"
        in post("/auth/password/request", {"email": DANA["email"]}, 202)["pending"]
    )
    reset = {"key": mailed_code(), "password": "another-long-password"}
    assert post("/auth/password/reset", reset, 200) == {"account": None, "pending": []}
    post("/auth/login", {"email": DANA["email"], "password": PASSWORD}, 400)
    post("/auth/login", {"email": DANA["email"], "password": reset["password"]}, 200)
    assert anonymous.post_json("/api/logout/").status_code == 204

    assert "login_by_code" in post("/auth/code/request", {"email": DANA["email"]}, 202)["pending"]
    post("/auth/code/confirm", {"code": mailed_code()}, 200)


def test_a_mail_that_fails_leaves_no_account(
    anonymous: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("accounts.adapter.queue_mail", fail)
    assert anonymous.post_json(SIGNUP, DANA).status_code == 500
    assert not User.objects.exists()
    assert not QueuedMail.objects.exists()


def test_the_schema_has_the_fields_of_the_sign_up(schema: Any) -> None:
    body = schema["paths"][SIGNUP]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert json.dumps(body).count('"type": "string"') == 3
