"""Cache headers: responses of the API are private and not stored."""

from typing import Any

from conftest import Browser, browser_of

LOGIN = "/api/login/"


def test_api_responses_are_not_stored(anonymous: Browser, alice: Any) -> None:
    member = browser_of(alice)
    for response in [
        anonymous.get("/api/nothing"),
        anonymous.get("/api/account/"),
        anonymous.get("/api/account/", HTTP_HOST="evil.example"),
        anonymous.post_json(LOGIN, "{"),
        anonymous.post(LOGIN),
        anonymous.get("/api/login-set-cookie/"),
        anonymous.get("/api/schema/"),
        member.get("/api/account/"),
        member.post_json("/api/logout/"),
    ]:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"].split(", ")


def test_other_responses_are_unchanged(anonymous: Browser) -> None:
    assert "no-store" not in anonymous.get("/nothing").headers.get("Cache-Control", "")
