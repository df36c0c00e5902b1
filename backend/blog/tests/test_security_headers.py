"""Security headers of the blog's responses"""

from typing import Any

from blog.tests.factories import make_post
from conftest import Browser, CreateUser, browser_of
from middleware.tests.test_security_headers import DATA, PAGE, security_headers


def test_data(as_bob: Browser) -> None:
    paths = ["/api/posts/", "/api/posts/public/", "/feed.atom", "/sitemap.xml", "/robots.txt"]
    for path in paths:
        response = as_bob.get(path)
        assert response.status_code == 200
        assert security_headers(response) == DATA, path


def test_admin_pages(create_user: CreateUser) -> None:
    staff = browser_of(create_user("staff@example.com", is_staff=True, is_superuser=True))

    assert security_headers(staff.get("/admin/blog/post/add/")) == PAGE


def test_og_image_may_be_embedded(anonymous: Browser, alice: Any) -> None:
    post = make_post(alice, status="published", visibility="public")

    response = anonymous.get(f"/api/posts/{post.pk}/card.png")

    assert response.headers["Content-Type"] == "image/png"
    assert security_headers(response) == {**DATA, "Cross-Origin-Resource-Policy": "cross-origin"}
