"""How much one member may write and preview in a minute"""

from typing import Any

import pytest
from rest_framework.throttling import ScopedRateThrottle

from blog.models import Post
from blog.tests.factories import make_post
from conftest import Browser, error

RATES = {"writing": "2/min", "previews": "3/min"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have gone by, in a list of one."""
    seconds = [1000.0]
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", RATES)
    monkeypatch.setattr(ScopedRateThrottle, "timer", lambda throttle: seconds[0])
    return seconds


def change(browser: Browser, post: Post) -> Any:
    """A change that is refused for its version costs as much as any other."""
    headers = {"If-Match": '"7"'}
    return browser.send("PATCH", f"/api/posts/{post.pk}/", {"title": "B"}, headers=headers)


def preview(browser: Browser) -> Any:
    return browser.post_json("/api/posts/preview/", {"body": "a"})


@pytest.fixture
def post(alice: Any) -> Post:
    return make_post(alice, status="published")


def test_who_writes_too_much_is_told_for_how_long_to_wait(
    as_alice: Browser, post: Post, clock: list[float]
) -> None:
    assert [change(as_alice, post).status_code for _ in range(2)] == [412, 412]
    clock[0] += 10
    response = change(as_alice, post)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "50"
    detail = "Request was throttled. Expected available in 50 seconds."
    assert response.json() == error("throttled", detail)
    clock[0] += 50
    assert change(as_alice, post).status_code == 412


def test_others_may_go_on_writing(
    as_alice: Browser, as_bob: Browser, post: Post, clock: list[float]
) -> None:
    assert [change(as_alice, post).status_code for _ in range(3)] == [412, 412, 429]
    assert change(as_bob, post).status_code == 403  # not his


def test_previews_are_counted_apart_and_reading_is_not(
    as_alice: Browser, post: Post, clock: list[float]
) -> None:
    assert [preview(as_alice).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [change(as_alice, post).status_code for _ in range(3)] == [412, 412, 429]
    for path in ("/api/posts/", "/api/posts/drafts/", f"/api/posts/{post.pk}/"):
        assert {as_alice.get(path).status_code for _ in range(9)} == {200}


def test_who_has_not_logged_in_is_told_that_instead(
    nobody: Browser, post: Post, clock: list[float]
) -> None:
    assert {change(nobody, post).status_code for _ in range(9)} == {403}
