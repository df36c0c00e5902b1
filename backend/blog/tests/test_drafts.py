"""GET /api/posts/drafts/"""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import change_post, listed_post, make_post
from conftest import NOT_AUTHENTICATED, Browser

pytestmark = pytest.mark.each_database

URL = "/api/posts/drafts/"


@pytest.fixture
def drafts(alice: User) -> list[Post]:
    """Alice's drafts, last changed first."""
    return [make_post(alice, f"{n}") for n in range(12)][::-1]


def ids(browser: Browser, query: str = "") -> list[int]:
    response = browser.get(URL + query)
    assert response.status_code == 200
    return [post["id"] for post in response.json()["results"]]


def test_own_drafts(as_alice: Browser, alice: User) -> None:
    draft = make_post(alice, body="*a*")
    assert as_alice.get(URL).json()["results"] == [
        listed_post(draft, excerpt="a", published_at=None)
    ]


def test_last_changed_comes_first(as_alice: Browser, drafts: list[Post]) -> None:
    expected = [draft.pk for draft in drafts]
    assert ids(as_alice) == expected[:10]
    assert ids(as_alice, "?page=2") == expected[10:]
    change_post(drafts[-1])
    assert ids(as_alice)[0] == expected[-1]


def test_drafts_are_private(
    as_alice: Browser, as_bob: Browser, anonymous: Browser, drafts: list[Post]
) -> None:
    assert ids(as_alice)
    assert ids(as_bob) == []
    response = anonymous.get(URL)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


def test_excludes_other_posts(as_alice: Browser, drafts: list[Post]) -> None:
    change_post(drafts[0], status="published")
    services.soft_delete(drafts[1])
    assert set(ids(as_alice, "?page_size=100")) == {draft.pk for draft in drafts[2:]}


def test_six_queries(
    as_alice: Browser,
    drafts: list[Post],
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.SESSION_ENGINE = "accounts.sessions.database_store"
    with django_assert_num_queries(6):  # session, user, count, ids, rows, tags
        ids(as_alice)
