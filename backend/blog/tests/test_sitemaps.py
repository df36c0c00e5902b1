"""GET /sitemap.xml and GET /robots.txt"""

import xml.etree.ElementTree as ET

import pytest

from accounts.models import User
from blog import services
from blog.models import Post
from blog.sitemaps import PostSitemap
from blog.tests.factories import make_post
from conftest import Browser

SITEMAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(browser: Browser, query: str = "") -> list[str | None]:
    response = browser.get(f"/sitemap.xml{query}")
    assert response.status_code == 200
    found = ET.fromstring(response.content)  # noqa: S314 (our own response)
    return [url.findtext("loc", None, SITEMAP) for url in found.findall("url", SITEMAP)]


@pytest.fixture
def posts(alice: User) -> list[Post]:
    """Oldest first."""
    return [
        make_post(alice, f"Post {number}", status="published", visibility="public")
        for number in range(3)
    ]


def test_addresses_of_public_posts(anonymous: Browser, posts: list[Post]) -> None:
    assert addresses(anonymous) == [
        f"http://testserver/posts/{post.pk}/{post.slug}" for post in posts[::-1]
    ]


@pytest.mark.parametrize("change", [{"visibility": "members"}, {"status": "draft"}])
def test_excludes_other_posts(
    anonymous: Browser, as_alice: Browser, posts: list[Post], change: dict[str, str]
) -> None:
    assert len(addresses(anonymous)) == 3
    Post.objects.filter(pk=posts[0].pk).update(**change)
    assert len(addresses(anonymous)) == len(addresses(as_alice)) == 2
    services.soft_delete(posts[1])
    assert len(addresses(anonymous)) == len(addresses(as_alice)) == 1


def test_robots_txt_lists_all_pages(
    anonymous: Browser, posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostSitemap, "limit", 2)
    response = anonymous.get("/robots.txt")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /api/\n"
        "Allow: /api/posts/*/card.png\n"
        "Sitemap: http://testserver/sitemap.xml\n"
        "Sitemap: http://testserver/sitemap.xml?p=2\n"
    )
    assert len(addresses(anonymous)) == 2
    assert len(addresses(anonymous, "?p=2")) == 1


def test_missing_pages_are_404(anonymous: Browser, posts: list[Post]) -> None:
    for page in ["3", "0", "x", "-1", "%00", "9" * 30]:
        assert anonymous.get(f"/sitemap.xml?p={page}").status_code == 404, page


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_is_cacheable(anonymous: Browser, as_alice: Browser, posts: list[Post], path: str) -> None:
    for browser in (anonymous, as_alice):
        response = browser.get(path)
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert "Vary" not in response.headers
        assert response.cookies == {}
