"""Links to posts on two domains: they lead to FRONTEND_ORIGIN, not to the API"""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from blog.tests.factories import make_post
from config.tests.test_two_domains import API, APP
from conftest import Browser, browser_of


@pytest.fixture(autouse=True)
def two_domains(settings: Settings) -> None:
    settings.FRONTEND_ORIGIN = APP
    settings.ALLOWED_HOSTS = ["api.example.com", "app.example.com"]


@pytest.mark.parametrize("host", ["api.example.com", "app.example.com"])
def test_feed_and_sitemap_links(anonymous: Browser, alice: User, host: str) -> None:
    post = make_post(alice, status="published", visibility="public")
    extra: Any = {**API, "HTTP_HOST": host}
    address = f"{APP}/posts/{post.pk}/a"
    for path in ("/feed.atom", "/sitemap.xml"):
        body = anonymous.get(path, **extra).content
        ET.fromstring(body)  # noqa: S314 (our own response)
        assert address in body.decode()
        assert "api.example.com" not in body.decode()
    assert f"Sitemap: {APP}/sitemap.xml\n" in anonymous.get("/robots.txt", **extra).content.decode()


def test_links_do_not_depend_on_the_host(
    anonymous: Browser, alice: User, settings: Settings
) -> None:
    settings.FRONTEND_ORIGIN = "https://app.example.com:8443"
    make_post(alice, status="published", visibility="public")
    for path in ("/feed.atom", "/robots.txt", "/sitemap.xml"):
        links = [
            anonymous.get(path, headers={"Host": host}).content
            for host in ("app.example.com:8443", "APP.example.com", "api.example.com:1337")
        ]
        assert links == links[:1] * 3
        for host in ("app.example.com:1337", "app.example.com."):
            assert anonymous.get(path, headers={"Host": host}).status_code == 400


def test_admin_links_to_the_front_end(create_user: Any, alice: User) -> None:
    staff = browser_of(create_user("staff@example.com", is_staff=True, is_superuser=True))
    post = make_post(alice, status="published")
    page = staff.get(f"/admin/blog/post/{post.pk}/change/", **API)
    assert f'href="{APP}/posts/{post.pk}/a"' in page.content.decode()
