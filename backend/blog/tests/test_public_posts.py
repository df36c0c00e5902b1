"""GET /api/posts/public/"""

import pytest

from accounts.models import User
from blog.models import Post
from blog.tests.factories import listed_post, make_post
from conftest import NOT_AUTHENTICATED, Browser

URL = "/api/posts/public/"


@pytest.fixture
def post(alice: User) -> Post:
    return make_post(alice, body="*a*", status="published", visibility="public")


def test_visitors_and_members_get_the_same(anonymous: Browser, as_bob: Browser, post: Post) -> None:
    response = anonymous.get(URL)
    assert response.status_code == 200
    assert post.published_at is not None
    assert response.json() == {
        "count": 1,
        "count_is_capped": False,
        "next": None,
        "previous": None,
        "results": [listed_post(post, excerpt="a", visibility="public")],
    }
    assert as_bob.get(URL).json() == response.json()


@pytest.mark.parametrize("change", [{"visibility": "members"}, {"status": "draft"}])
def test_excludes_other_posts(
    anonymous: Browser, as_alice: Browser, post: Post, change: dict[str, str]
) -> None:
    assert anonymous.get(URL).json()["count"] == 1
    Post.objects.update(**change)
    assert anonymous.get(URL).json()["count"] == as_alice.get(URL).json()["count"] == 0


def test_members_list_requires_a_login(anonymous: Browser, as_bob: Browser, post: Post) -> None:
    assert as_bob.get("/api/posts/").json()["count"] == 1
    assert anonymous.get("/api/posts/").json() == NOT_AUTHENTICATED


def test_it_sets_no_cookies(anonymous: Browser, post: Post) -> None:
    assert anonymous.get(URL).cookies == {}
