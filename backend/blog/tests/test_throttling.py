"""Rate limits of writing and previews"""

import uuid
from typing import Any

import pytest
from rest_framework.throttling import ScopedRateThrottle

from blog.models import Post
from blog.tests.factories import make_post
from conftest import Browser, Clock, CreateUser, browser_of, error, responses_in_parallel

pytestmark = pytest.mark.slow

RATES = {"writing": "2/min", "previews": "3/min"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", RATES)


def change(browser: Browser, post: Post) -> Any:
    """Send a conflicting change, which counts as much as any other."""
    headers = {"If-Match": '"7"'}
    return browser.send("PATCH", f"/api/posts/{post.pk}/", {"title": "B"}, headers=headers)


def preview(browser: Browser) -> Any:
    return browser.post_json("/api/posts/preview/", {"body": "a"})


@pytest.fixture
def post(alice: Any) -> Post:
    return make_post(alice, status="published")


@pytest.mark.usefixtures("few")
def test_429_says_how_long_to_wait(as_alice: Browser, post: Post, clock: Clock) -> None:
    assert [change(as_alice, post).status_code for _ in range(2)] == [412, 412]
    clock.advance(10.5)
    response = change(as_alice, post)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "50"
    detail = "Too many requests. Please try again in 50 seconds."
    assert response.json() == error("throttled", detail)
    clock.advance(49.5)
    assert change(as_alice, post).status_code == 412


@pytest.mark.usefixtures("few")
def test_limit_is_per_member(as_alice: Browser, as_bob: Browser, post: Post) -> None:
    assert [change(as_alice, post).status_code for _ in range(3)] == [412, 412, 429]
    assert change(as_bob, post).status_code == 403  # not the author


@pytest.mark.usefixtures("few")
def test_previews_are_counted_separately(as_alice: Browser, post: Post) -> None:
    assert [preview(as_alice).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [change(as_alice, post).status_code for _ in range(3)] == [412, 412, 429]
    for path in ("/api/posts/", "/api/posts/drafts/", f"/api/posts/{post.pk}/"):
        assert {as_alice.get(path).status_code for _ in range(9)} == {200}


@pytest.mark.usefixtures("few")
def test_visitors_get_403(anonymous: Browser, post: Post) -> None:
    assert {change(anonymous, post).status_code for _ in range(9)} == {403}


@pytest.mark.each_database
@pytest.mark.usefixtures("shared_database", "clock")
def test_parallel_requests_are_counted(create_user: CreateUser) -> None:
    alice = create_user("alice@example.com")
    browsers = [browser_of(alice) for _ in range(16)]
    previews = responses_in_parallel(browsers, 260, lambda browser, _: preview(browser))
    # One at a time: the others are busy and count as well.
    assert previews["throttled"] == 140
    assert previews[200] + previews["busy"] == 120

    def create(browser: Browser, number: int) -> Any:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return browser.post_json("/api/posts/", {"title": "A", "body": ""}, headers=headers)

    assert responses_in_parallel(browsers, 200, create) == {201: 60, "throttled": 140}
