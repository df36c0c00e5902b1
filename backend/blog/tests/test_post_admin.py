"""/admin/blog/post/"""

import pytest

from blog.models import Post
from conftest import Browser, Person, browser_of


@pytest.fixture
def as_staff(person: Person) -> Browser:
    return browser_of(person("alice@example.com", is_staff=True, is_superuser=True))


def test_staff_can_write_a_post(as_staff: Browser) -> None:
    author = as_staff.get("/api/account/").json()["id"]
    response = as_staff.post(
        "/admin/blog/post/add/",
        {
            "title": "From the admin",
            "slug": "",
            "author": author,
            "body": "*Text*",
            "status": "published",
            "published_at_0": "",
            "published_at_1": "",
        },
        headers={"X-CSRFToken": as_staff.token},
    )
    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.slug, post.body_html) == ("from-the-admin", "<p><em>Text</em></p>\n")
    assert post.published_at is not None


@pytest.mark.parametrize("path", ["", "add/", "{id}/change/", "?q=key", "?status__exact=draft"])
def test_every_page_about_posts_opens(as_staff: Browser, path: str) -> None:
    author = as_staff.get("/api/account/").json()["id"]
    post = Post.objects.create(title="Key", body="", author_id=author)
    assert as_staff.get("/admin/blog/post/" + path.format(id=post.pk)).status_code == 200


def test_members_are_kept_out(as_bob: Browser, as_staff: Browser) -> None:
    assert as_staff.get("/admin/blog/post/").status_code == 200
    assert as_bob.get("/admin/blog/post/").status_code == 302
    assert as_bob.get("/admin/blog/post/", follow=True).status_code == 403
