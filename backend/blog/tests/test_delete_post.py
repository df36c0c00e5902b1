"""DELETE /api/posts/{id}/ and POST /api/posts/{id}/restore/"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from blog.tests.factories import change_post, make_post
from conftest import NOT_AUTHENTICATED, NOT_FOUND, Browser

from .test_update_post import NOT_AUTHOR, PRECONDITION_REQUIRED, VERSION_CONFLICT

pytestmark = pytest.mark.each_database


@pytest.fixture
def post(alice: User) -> Post:
    return make_post(alice, body="*a*", status="published", visibility="public")


def delete(browser: Browser, post: Post, version: str | None = '"1"') -> Any:
    headers = {} if version is None else {"If-Match": version}
    return browser.send("DELETE", f"/api/posts/{post.pk}/", "", headers=headers)


def restore(browser: Browser, post: Post) -> Any:
    return browser.post_json(f"/api/posts/{post.pk}/restore/")


def test_deleted_post_is_not_visible(as_alice: Browser, anonymous: Browser, post: Post) -> None:
    url = f"/api/posts/{post.pk}/"
    places = [
        (as_alice, "/api/posts/"),
        (anonymous, "/api/posts/public/"),
        (anonymous, "/feed.atom"),
    ]
    places += [(anonymous, "/sitemap.xml")]
    shown = [browser.get(place).content for browser, place in places]
    assert all(b"/posts/%d" % post.pk in it or b'"title":"A"' in it for it in shown)
    response = delete(as_alice, post)
    assert response.status_code == 204
    assert response.content == b""
    assert as_alice.get(url).status_code == 404
    assert anonymous.get(url).status_code == 403
    assert anonymous.get(f"{url}card.png").status_code == 404
    shown = [browser.get(place).content for browser, place in places]
    assert not any(b"/posts/%d" % post.pk in it or b'"title":"A"' in it for it in shown)


def test_restore(as_alice: Browser, post: Post) -> None:
    before = as_alice.get(f"/api/posts/{post.pk}/").json()
    delete(as_alice, post)
    response = restore(as_alice, post)
    assert response.status_code == 200
    assert response.json() == before
    assert response.headers["ETag"] == '"1"'
    assert as_alice.get(f"/api/posts/{post.pk}/").json() == before


def test_restoring_twice_changes_nothing(as_alice: Browser, post: Post) -> None:
    delete(as_alice, post)
    assert restore(as_alice, post).json() == restore(as_alice, post).json()


def test_only_the_author_deletes(
    as_alice: Browser, as_bob: Browser, anonymous: Browser, post: Post
) -> None:
    assert delete(as_bob, post).status_code == 403
    assert delete(as_bob, post).json() == NOT_AUTHOR
    assert delete(anonymous, post).json() == NOT_AUTHENTICATED
    Post.objects.update(status="draft")
    assert delete(as_bob, post).status_code == 404
    assert delete(as_bob, post).json() == NOT_FOUND
    assert delete(anonymous, post).json() == NOT_AUTHENTICATED
    assert delete(as_alice, post).status_code == 204


def test_only_the_author_restores(
    as_alice: Browser, as_bob: Browser, anonymous: Browser, post: Post
) -> None:
    assert restore(as_bob, post).json() == NOT_AUTHOR
    delete(as_alice, post)
    response = restore(as_bob, post)
    assert response.status_code == 404
    assert response.json() == NOT_FOUND
    response = restore(anonymous, post)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
    assert restore(as_alice, post).status_code == 200


def test_it_requires_if_match(as_alice: Browser, post: Post) -> None:
    for version in [None, "*", "1", ""]:
        response = delete(as_alice, post, version)
        assert (response.status_code, response.json()) == (428, PRECONDITION_REQUIRED), version
    assert delete(as_alice, post).status_code == 204


def test_changed_post_is_not_deleted(as_alice: Browser, post: Post) -> None:
    change_post(post)
    response = delete(as_alice, post)
    assert response.status_code == 412
    current = as_alice.get(f"/api/posts/{post.pk}/").json()
    assert response.json() == {**VERSION_CONFLICT, "current": current, "submitted": {}}
    assert delete(as_alice, post, '"2"').status_code == 204


def test_deleting_twice_is_404(as_alice: Browser, post: Post) -> None:
    assert delete(as_alice, post).status_code == 204
    assert delete(as_alice, post).json() == NOT_FOUND


def test_restore_is_possible_for_an_hour(as_alice: Browser, alice: User, post: Post) -> None:
    delete(as_alice, post)
    moment = timezone.now() - timedelta(minutes=59)
    Post.objects.update(deleted_at=moment)
    assert restore(as_alice, post).status_code == 200
    Post.objects.update(deleted_at=moment - timedelta(minutes=2))
    assert restore(as_alice, post).json() == NOT_FOUND


def test_next_deletion_purges_earlier_ones(as_alice: Browser, alice: User, bob: User) -> None:
    posts = [make_post(author) for author in (alice, bob)]
    posts += [make_post(alice, "B") for _ in range(2)]
    old, bobs, recent, next_one = posts
    two_hours_ago = timezone.now() - timedelta(hours=2)
    Post.objects.filter(pk__in=[old.pk, bobs.pk]).update(deleted_at=two_hours_ago)
    delete(as_alice, recent)
    delete(as_alice, next_one)
    assert set(Post.objects.all()) == {bobs, recent, next_one}
