"""Concurrent requests for the same post, in real transactions"""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from blog.models import Post, Tag
from blog.tests.factories import make_post, post_content
from conftest import PASSWORD, browser_of, in_threads

pytestmark = [pytest.mark.each_database, pytest.mark.slow]

MANY = 6


@pytest.fixture
def author(shared_database: None) -> User:
    return User.objects.create_user("alice@example.com", PASSWORD, name="Alice")


def at_once(author: User, send: Callable[[Any, int], Any]) -> list[Any]:
    """Send a request from many browsers of one author at the same time."""
    browsers = [browser_of(author) for _ in range(MANY)]
    for browser in browsers:
        assert browser.token
    return in_threads(MANY, lambda number: send(browsers[number], number))


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_one_change_of_a_version_wins(author: User, method: str) -> None:
    post = make_post(author)
    responses = at_once(
        author,
        lambda browser, number: browser.send(
            method,
            f"/api/posts/{post.pk}/",
            post_content(title=f"From {number}", tags=[f"tag {number}", "shared"]),
            headers={"If-Match": '"1"'},
        ),
    )
    statuses = [response.status_code for response in responses]
    assert Counter(statuses) == {200: 1, 412: MANY - 1}
    winner = statuses.index(200)
    post.refresh_from_db()
    assert (post.title, post.version) == (f"From {winner}", 2)
    assert {tag.name for tag in post.tags.all()} == {f"tag {winner}", "shared"}
    for number, response in enumerate(responses):
        if number != winner:
            assert response.json()["current"]["title"] == f"From {winner}"
            assert response.json()["submitted"]["title"] == f"From {number}"


def test_change_and_deletion_conflict(author: User) -> None:
    post = make_post(author)
    methods = ["PATCH", "DELETE"] * (MANY // 2)
    responses = at_once(
        author,
        lambda browser, number: browser.send(
            methods[number],
            f"/api/posts/{post.pk}/",
            {"title": "B"} if methods[number] == "PATCH" else "",
            headers={"If-Match": '"1"'},
        ),
    )
    statuses = Counter(response.status_code for response in responses)
    assert statuses[200] + statuses[204] == 1
    assert statuses[412] + statuses[404] == MANY - 1
    post.refresh_from_db()
    assert (post.version == 2) == (post.deleted_at is None) == (statuses[200] == 1)


def test_repeated_creation_makes_one_post(author: User) -> None:
    key = str(uuid.uuid4())
    content = {"title": "A", "body": "a", "tags": ["new", "newer"]}
    responses = at_once(
        author,
        lambda browser, number: browser.post_json(
            "/api/posts/", content, headers={"Idempotency-Key": key}
        ),
    )
    assert [response.status_code for response in responses] == [201] * MANY
    assert {response.json()["id"] for response in responses} == {Post.objects.get().pk}
    assert {tag.name for tag in Post.objects.get().tags.all()} == {"new", "newer"}


def test_one_content_of_a_key_wins(author: User) -> None:
    key = str(uuid.uuid4())
    responses = at_once(
        author,
        lambda browser, number: browser.post_json(
            "/api/posts/",
            {"title": f"From {number}", "body": ""},
            headers={"Idempotency-Key": key},
        ),
    )
    assert Counter(response.status_code for response in responses) == {201: 1, 409: MANY - 1}
    assert Post.objects.count() == 1


def test_new_tags_are_shared(author: User) -> None:
    responses = at_once(
        author,
        lambda browser, number: browser.post_json(
            "/api/posts/",
            {"title": "A", "body": "", "tags": ["a", "b", "c"][:: -1 if number % 2 else 1]},
            headers={"Idempotency-Key": str(uuid.uuid4())},
        ),
    )
    assert [response.status_code for response in responses] == [201] * MANY
    assert Tag.objects.count() == 3
