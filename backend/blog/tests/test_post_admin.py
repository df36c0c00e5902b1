"""/admin/blog/post/"""

import pytest

from blog.models import Post, Tag
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
            "summary": "",
            "author": author,
            "body": "*Text*",
            "tags": [Tag.objects.create(name="Home Lab").pk],
            "status": "published",
            "visibility": "public",
            "published_at_0": "",
            "published_at_1": "",
        },
        headers={"X-CSRFToken": as_staff.token},
    )
    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.slug, post.body_html) == ("from-the-admin", "<p><em>Text</em></p>\n")
    assert post.published_at is not None
    assert [tag.slug for tag in post.tags.all()] == ["home-lab"]


def test_what_staff_change_counts_as_a_change(as_staff: Browser) -> None:
    """So that its author, who has it open meanwhile, does not overwrite that unseen."""
    author = as_staff.get("/api/account/").json()["id"]
    post = Post.objects.create(title="Key", body="", author_id=author)
    response = as_staff.post(
        f"/admin/blog/post/{post.pk}/change/",
        {
            "title": "Lock",
            "author": author,
            "status": "draft",
            "visibility": "members",
            "published_at_0": "",
            "published_at_1": "",
        },
        headers={"X-CSRFToken": as_staff.token},
    )
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.version) == ("Lock", 2)


def test_a_deleted_post_is_gone_for_staff_too(as_staff: Browser) -> None:
    author = as_staff.get("/api/account/").json()["id"]
    post = Post.objects.create(title="Key", body="", author_id=author)
    assert b"Key" in as_staff.get("/admin/blog/post/").content
    post.put_away()
    assert b"Key" not in as_staff.get("/admin/blog/post/").content


@pytest.mark.parametrize("path", ["", "add/", "{id}/change/", "?q=home"])
def test_every_page_about_tags_opens(as_staff: Browser, path: str) -> None:
    tag = Tag.objects.create(name="home")
    assert as_staff.get("/admin/blog/tag/" + path.format(id=tag.pk)).status_code == 200


@pytest.mark.parametrize("path", ["", "add/", "{id}/change/", "?q=key", "?status__exact=draft"])
def test_every_page_about_posts_opens(as_staff: Browser, path: str) -> None:
    author = as_staff.get("/api/account/").json()["id"]
    post = Post.objects.create(title="Key", body="", author_id=author)
    assert as_staff.get("/admin/blog/post/" + path.format(id=post.pk)).status_code == 200


def test_members_are_kept_out(as_bob: Browser, as_staff: Browser) -> None:
    assert as_staff.get("/admin/blog/post/").status_code == 200
    assert as_bob.get("/admin/blog/post/").status_code == 302
    assert as_bob.get("/admin/blog/post/", follow=True).status_code == 403
