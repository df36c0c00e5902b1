"""Cache headers: what the API answers is for one visitor, and for once."""

from typing import Any

from blog.models import Post
from conftest import Browser, browser_of

from .test_csrf import API_VIEWS

LOGIN = "/api/login/"


def test_no_answer_and_no_error_of_the_api_may_be_kept(nobody: Browser, alice: Any) -> None:
    Post.objects.create(title="A", body="", author=alice, status="published")
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
        member.get("/api/posts/"),
        member.get("/api/posts/1000/"),
        member.post_json("/api/logout/"),
    ]:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"].split(", ")


def test_other_answers_are_left_alone(nobody: Browser) -> None:
    assert "no-store" not in nobody.get("/nothing").headers.get("Cache-Control", "")


def test_only_what_is_the_same_for_everyone_may_be_kept(nobody: Browser, alice: Any) -> None:
    post = Post.objects.create(
        title="A", body="", author=alice, status="published", visibility="public"
    )
    kept = {
        path
        for path, _ in API_VIEWS
        if "public" in nobody.get(path.replace("1", str(post.pk))).headers["Cache-Control"]
    }
    assert kept == {"/api/posts/1/card.png"}
