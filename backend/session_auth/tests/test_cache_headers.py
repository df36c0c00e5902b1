"""Cache headers: answers of the API are for one visitor, and are not stored."""

from typing import Any

from conftest import Browser, browser_of

LOGIN = "/api/login/"


def test_api_answers_are_not_stored(nobody: Browser, alice: Any) -> None:
    member = browser_of(alice)
    for response in [
        nobody.get("/api/nothing"),
        nobody.get("/api/account/"),
        nobody.get("/api/account/", HTTP_HOST="evil.example"),
        nobody.post_json(LOGIN, "{"),
        nobody.post(LOGIN),
        nobody.get("/api/login-set-cookie/"),
        nobody.get("/api/schema/"),
        member.get("/api/account/"),
        member.post_json("/api/logout/"),
    ]:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"].split(", ")


def test_other_answers_are_unchanged(nobody: Browser) -> None:
    assert "no-store" not in nobody.get("/nothing").headers.get("Cache-Control", "")
