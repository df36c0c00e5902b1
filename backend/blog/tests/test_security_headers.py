"""What the answers about posts tell the browser: as all data does, but for the picture."""

from typing import Any

import pytest

from blog.tests.factories import make_post
from conftest import Browser, Person, browser_of
from middleware.tests.test_security_headers import DATA, PAGE, security_headers


@pytest.mark.parametrize(
    "path",
    ["/api/posts/", "/api/posts/public/", "/feed.atom", "/sitemap.xml", "/robots.txt"],
)
def test_posts_are_data(as_bob: Browser, path: str) -> None:
    response = as_bob.get(path)

    assert response.status_code == 200
    assert security_headers(response) == DATA


def test_posts_in_the_admin_are_pages(person: Person) -> None:
    staff = browser_of(person("staff@example.com", is_staff=True, is_superuser=True))

    assert security_headers(staff.get("/admin/blog/post/add/")) == PAGE


def test_only_the_picture_may_be_shown_on_other_sites(nobody: Browser, alice: Any) -> None:
    post = make_post(alice, status="published", visibility="public")

    card = nobody.get(f"/api/posts/{post.pk}/card.png")

    assert card.headers["Content-Type"] == "image/png"
    assert security_headers(card) == {**DATA, "Cross-Origin-Resource-Policy": "cross-origin"}
