"""GET /feed.atom"""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from blog.models import Post
from blog.tests.factories import change_post, make_post
from conftest import Browser

ATOM = {"": "http://www.w3.org/2005/Atom"}
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def entries(browser: Browser) -> list[ET.Element]:
    response = browser.get("/feed.atom")
    assert response.status_code == 200
    return ET.fromstring(response.content).findall("entry", ATOM)  # noqa: S314 (our own response)


def publish(author: User, title: str = "A", **fields: Any) -> Post:
    fields = {"status": "published", "visibility": "public", "body": "*a*", **fields}
    return make_post(author, title, **fields)


def test_entry_of_a_public_post(anonymous: Browser, alice: User) -> None:
    post = publish(alice, "Locks & <keys>", published_at=NOON, tags=["keys"])
    [entry] = entries(anonymous)
    found = {child.tag.partition("}")[2]: child for child in entry}
    assert found["title"].text == "Locks & <keys>"
    assert found["link"].attrib["href"] == f"http://testserver/posts/{post.pk}/locks-keys"
    assert found["summary"].text == "a"
    assert found["published"].text == "2026-05-01T12:00:00+00:00"
    assert found["author"].findtext("name", None, ATOM) == "Alice"
    assert found["category"].attrib["term"] == "keys"


def test_newest_twenty_posts(anonymous: Browser, alice: User) -> None:
    for number in range(22):
        publish(alice, f"{number}", published_at=NOON + timedelta(days=number))
    titles = [entry.findtext("title", None, ATOM) for entry in entries(anonymous)]
    assert titles == [f"{number}" for number in range(21, 1, -1)]


@pytest.mark.parametrize("change", [{"visibility": "members"}, {"status": "draft"}])
def test_excludes_other_posts(
    anonymous: Browser, as_alice: Browser, alice: User, change: dict[str, str]
) -> None:
    publish(alice)
    assert len(entries(anonymous)) == 1
    Post.objects.update(**change)
    assert entries(anonymous) == entries(as_alice) == []


def test_id_survives_a_new_title(anonymous: Browser, alice: User) -> None:
    post = publish(alice)
    [before] = entries(anonymous)
    change_post(post, title="B")
    [after] = entries(anonymous)
    assert before.findtext("id", None, ATOM) == after.findtext("id", None, ATOM)
    assert before.findtext("title", None, ATOM) != after.findtext("title", None, ATOM)


def test_is_cacheable(anonymous: Browser, as_alice: Browser, alice: User) -> None:
    publish(alice)
    for browser in (anonymous, as_alice):
        response = browser.get("/feed.atom")
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert "Vary" not in response.headers
        assert response.cookies == {}
