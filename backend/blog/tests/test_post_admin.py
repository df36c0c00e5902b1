"""/admin/blog/post/"""

import re
from html import unescape
from typing import Any

import pytest

from accounts.models import User
from blog import services
from blog.markdown.complexity import TOO_COMPLEX
from blog.models import Post, Tag
from blog.tests.factories import change_post, make_post
from conftest import Browser, CreateUser, browser_of

pytestmark = pytest.mark.each_database


@pytest.fixture
def as_staff(create_user: CreateUser) -> Browser:
    return browser_of(create_user("alice@example.com", is_staff=True, is_superuser=True))


@pytest.fixture
def post(as_staff: Browser) -> Post:
    author = as_staff.get("/api/account/").json()["id"]
    return make_post(User.objects.get(pk=author), "Key")


def send(browser: Browser, path: str, **fields: Any) -> Any:
    author = browser.get("/api/account/").json()["id"]
    content = {"title": "Lock", "author": author, "status": "draft", "visibility": "members"}
    return browser.post(
        f"/admin/blog/post/{path}",
        {**content, "published_at_0": "", "published_at_1": "", **fields},
        headers={"X-CSRFToken": browser.token},
    )


def seen_version(browser: Browser, post: Post) -> str:
    """Return the hidden field of the form."""
    page = browser.get(f"/admin/blog/post/{post.pk}/change/").content.decode()
    [value] = re.findall(r'<input type="hidden" name="seen_version" value="(\d+)"', page)
    return str(value)


def test_add_post(as_staff: Browser) -> None:
    response = send(
        as_staff,
        "add/",
        title="From the admin",
        body="*Text*\r\nand so on\r\n",
        tags=[Tag.objects.create(name="Home Lab").pk],
        status="published",
        visibility="public",
    )
    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.slug, post.body_html) == ("from-the-admin", "<p><em>Text</em>\nand so on</p>\n")
    assert post.body == "*Text*\nand so on\n"
    assert post.published_at is not None
    assert [tag.slug for tag in post.tags.all()] == ["home-lab"]
    listed = as_staff.get("/api/posts/public/?tag=home-lab").json()["results"]
    assert [row["id"] for row in listed] == [post.pk]


def test_change_counts_a_version(as_staff: Browser, post: Post) -> None:
    """An author with the post open gets a conflict."""
    version = seen_version(as_staff, post)
    response = send(as_staff, f"{post.pk}/change/", seen_version=version)
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.version) == ("Lock", 2)


@pytest.mark.parametrize("seen", ["1", "3", "", None])
def test_conflict_saves_nothing(as_staff: Browser, post: Post, seen: str | None) -> None:
    change_post(post, title="Door")
    fields = {} if seen is None else {"seen_version": seen}
    response = send(as_staff, f"{post.pk}/change/", body="Long and good", **fields)
    assert response.status_code == 200
    page = response.content.decode()
    assert "This post has changed since you opened it" in page
    assert "Nothing has been saved" in page
    assert "Long and good" in page  # the form keeps the input
    post.refresh_from_db()
    assert (post.title, post.body, post.version) == ("Door", "", 2)
    version = seen_version(as_staff, post)
    assert send(as_staff, f"{post.pk}/change/", seen_version=version).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.version) == ("Lock", 3)


def test_other_errors_keep_the_seen_version(as_staff: Browser, post: Post) -> None:
    change_post(post)
    page = send(as_staff, f"{post.pk}/change/", seen_version="1", title="").content.decode()
    assert 'name="seen_version" value="1"' in page
    assert send(as_staff, f"{post.pk}/change/", seen_version="1").status_code == 200
    post.refresh_from_db()
    assert post.title == "Key"


def test_deleted_posts_are_hidden(as_staff: Browser, post: Post) -> None:
    assert b"Key" in as_staff.get("/admin/blog/post/").content
    services.soft_delete(post)
    assert b"Key" not in as_staff.get("/admin/blog/post/").content


def test_pages_of_tags(as_staff: Browser) -> None:
    tag = Tag.objects.create(name="home")
    for path in ["", "add/", f"{tag.pk}/change/", "?q=home"]:
        assert as_staff.get(f"/admin/blog/tag/{path}").status_code == 200, path


def test_pages_of_posts(as_staff: Browser, post: Post) -> None:
    for path in ["", "add/", f"{post.pk}/change/", "?q=key", "?status__exact=draft"]:
        assert as_staff.get(f"/admin/blog/post/{path}").status_code == 200, path


def test_members_may_not_enter(as_bob: Browser, as_staff: Browser) -> None:
    assert as_staff.get("/admin/blog/post/").status_code == 200
    assert as_bob.get("/admin/blog/post/").status_code == 302
    assert as_bob.get("/admin/blog/post/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("name", "status", "tags"), [("Salt", 302, ["salt"]), ("Salt, pepper", 200, [])]
)
def test_tags_have_no_comma(as_staff: Browser, name: str, status: int, tags: list[str]) -> None:
    """The editor separates tags by commas."""
    response = as_staff.post(
        "/admin/blog/tag/add/", {"name": name}, headers={"X-CSRFToken": as_staff.token}
    )
    assert response.status_code == status
    assert ("A tag has no comma. Give each tag on its own." in response.content.decode()) == (
        not tags
    )
    assert [tag.name for tag in Tag.objects.all()] == tags


def test_published_posts_are_not_empty(as_staff: Browser, post: Post) -> None:
    content = {"seen_version": seen_version(as_staff, post), "status": "published"}
    response = send(as_staff, f"{post.pk}/change/", **content, body=" ")
    assert response.status_code == 200
    assert "A published post cannot be empty." in response.content.decode()
    post.refresh_from_db()
    assert post.status == "draft"
    assert send(as_staff, f"{post.pk}/change/", **content, body="A text.").status_code == 302


def test_complex_bodies_are_refused(as_staff: Browser) -> None:
    assert send(as_staff, "add/", body="> " * 19).status_code == 302
    response = send(as_staff, "add/", body="> " * 20 + "a")
    assert response.status_code == 200
    assert TOO_COMPLEX in unescape(response.content.decode())
    assert Post.objects.count() == 1
