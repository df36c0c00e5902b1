"""Metadata for search engines and link previews, in the HTML of Nuxt."""

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog.html_head import Head
from tests.browser.blog.posts import Posts
from tests.browser.blog.temporary_posts import PostData, TemporaryPost, temporary_posts
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading
from tests.browser.page_errors import documents, requests_of
from tests.browser.page_load import visit, wait_until_idle
from tests.http_client import HttpResponse, request
from tests.members import Member, Members
from tests.site import Site

SUMMARY = "How a “latch” & a <key> get on."
TEXT = "The first line of the text."
FOR_EVERYONE, FOR_MEMBERS, A_DRAFT = range(3)


@pytest.fixture(scope="session")
def greta(members: Members) -> Member:
    return members.create("greta@example.com", "Greta Quill")


@pytest.fixture(scope="module")
def written(django: Executor, greta: Member) -> Iterator[list[TemporaryPost]]:
    """A public post, a members' post and a draft."""
    public = PostData("A latch & its <key>", TEXT, SUMMARY, ["keys", "latches"])
    writings = [
        public,
        replace(public, title="Between ourselves", visibility="members"),
        replace(public, title="Not yet", status="draft"),
    ]
    with temporary_posts(greta, writings, django) as written:
        yield written


def get(site: Site, path: str, session: str | None = None) -> HttpResponse:
    """Fetch a page without a browser, with the site's host."""
    cookies = (("Cookie", f"sessionid={session}"),) if session else ()
    return request(site.port, path, headers=(("Host", f"localhost:{site.port}"), *cookies))


def test_public_post_has_metadata(site: Site, greta: Member, written: list[TemporaryPost]) -> None:
    post = written[FOR_EVERYONE]
    reply = get(site, post.path)
    head = Head(reply.text)

    assert reply.status == 200
    assert head.title == "A latch & its <key> · Latchkey"
    assert head.meta["description"] == SUMMARY
    assert "robots" not in head.meta
    address = f"{site.url}{post.path}"
    card = f"{site.url}/api/posts/{post.id}/card.png"
    assert head.links["canonical"] == address
    published = head.shared.pop("article:published_time")
    assert head.shared == head.shared | {
        "og:type": "article",
        "og:site_name": "Latchkey",
        "og:title": "A latch & its <key>",
        "og:description": SUMMARY,
        "og:url": address,
        "og:image": card,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:type": "image/png",
        "og:image:alt": "A latch & its <key>",
        "twitter:card": "summary_large_image",
    }
    (data,) = head.json_ld
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "BlogPosting"
    assert data["headline"] == "A latch & its <key>"
    assert data["description"] == SUMMARY
    assert data["author"] == {"@type": "Person", "name": greta.name}
    assert data["keywords"] == ["keys", "latches"]
    assert data["datePublished"] == published
    assert data["mainEntityOfPage"] == address
    assert data["image"] == card


def test_og_image_has_the_stated_size(site: Site, written: list[TemporaryPost]) -> None:
    head = Head(get(site, written[FOR_EVERYONE].path).text)
    reply = get(site, head.meta["og:image"].removeprefix(site.url))

    assert reply.status == 200
    assert reply.header("Content-Type") == "image/png"
    assert reply.body.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", reply.body[16:24])
    assert [str(width), str(height)] == [
        head.meta["og:image:width"],
        head.meta["og:image:height"],
    ]


@pytest.mark.parametrize("which", [FOR_MEMBERS, A_DRAFT], ids=["for-members", "a-draft"])
def test_other_posts_have_no_metadata(
    site: Site, greta: Member, written: list[TemporaryPost], which: int
) -> None:
    own = get(site, written[which].path, greta.session)
    head = Head(own.text)

    assert own.status == 200
    assert TEXT in own.text
    assert head.meta["robots"] == "noindex"
    assert head.shared == {}
    assert head.json_ld == []
    assert "canonical" not in head.links

    nobodys = get(site, written[which].path)
    assert nobodys.status == 302
    assert nobodys.header("Location") == f"/login?redirect={written[which].path}"
    assert get(site, f"/api/posts/{written[which].id}/card.png").status == 404


def test_members_post_reveals_nothing(page: Page, written: list[TemporaryPost]) -> None:
    address = written[FOR_MEMBERS].path
    visit(page, address)

    expect_heading(page, "Log in")
    assert page.url.endswith(f"/login?redirect={address}")
    for word in ("Between ourselves", TEXT, SUMMARY, "Greta"):
        assert word not in page.content()


def test_feed_and_sitemap_list_public_posts(site: Site, written: list[TemporaryPost]) -> None:
    robots = get(site, "/robots.txt")
    assert robots.header("Content-Type") == "text/plain; charset=utf-8"
    assert f"Sitemap: {site.url}/sitemap.xml" in robots.text.splitlines()
    feed, sitemap = get(site, "/feed.atom"), get(site, "/sitemap.xml")
    assert feed.header("Content-Type") == "application/atom+xml; charset=utf-8"
    assert sitemap.header("Content-Type") == "application/xml"
    for reply in (feed, sitemap):
        ET.fromstring(reply.text)  # noqa: S314 - XML of this site
        assert f"{site.url}{written[FOR_EVERYONE].path}" in reply.text
        for other in (written[FOR_MEMBERS], written[A_DRAFT]):
            assert f"/posts/{other.id}/" not in reply.text
        assert "Between ourselves" not in reply.text


@pytest.mark.parametrize("choice", ["tag=keys", "author=1", "search=key", "ordering=published_at"])
def test_filtered_list_is_noindex(site: Site, choice: str) -> None:
    head = Head(get(site, f"/?{choice}").text)
    assert head.meta["robots"] == "noindex"
    # Nor is the unfiltered list its canonical URL.
    assert "canonical" not in head.links

    second = Head(get(site, "/?page=1").text)
    assert "robots" not in second.meta
    assert second.links["canonical"] == f"{site.url}/"


def test_home_links_to_the_feed(site: Site) -> None:
    head = Head(get(site, "/").text)

    assert head.links["canonical"] == f"{site.url}/"
    assert head.links["alternate"] == "/feed.atom"
    assert head.meta["og:type"] == "website"


@pytest.mark.parametrize("slug", ["", "/", "/an-older-title"])
def test_old_slug_redirects(site: Site, written: list[TemporaryPost], slug: str) -> None:
    post = written[FOR_EVERYONE]
    reply = get(site, f"/posts/{post.id}{slug}?from=feed")

    assert reply.status == 301
    assert reply.header("Location") == f"{post.path}?from=feed"


def test_old_slug_redirects_in_the_browser(
    open_page: OpenPage, greta: Member, posts: Posts, written: list[TemporaryPost]
) -> None:
    address = posts.create(greta.id, "An older title", status="published", visibility="public")
    page = visit(open_page(), "/")
    posts.change(address, title="A newer title")
    with requests_of(page) as requests:
        page.get_by_role("link", name="An older title").click()
        page.wait_for_url(f"**{address}/a-newer-title")
        expect_heading(page, "A newer title")
        wait_until_idle(page)
        # The old URL is not in the history.
        page.go_back()
        page.wait_for_url("**/")
        wait_until_idle(page)

        page.evaluate("to => useNuxtApp().$router.push(to)", f"{address}/older?from=feed#main")
        page.wait_for_url(f"**{address}/a-newer-title?from=feed#main")
        expect_heading(page, "A newer title")
    assert documents(requests) == []
    posts.delete(address)


@pytest.mark.parametrize(
    "path",
    [
        "/posts",
        "/posts/drafts",
        "/posts/new",
        "/posts/{draft}/edit",
        "/login?redirect=/posts",
        "/?search=key",
    ],
)
def test_private_pages_are_noindex(
    site: Site, greta: Member, written: list[TemporaryPost], path: str
) -> None:
    session = greta.session if path.startswith("/posts") else None
    reply = get(site, path.format(draft=written[A_DRAFT].id), session)

    assert reply.status == 200
    assert Head(reply.text).meta["robots"] == "noindex"


def test_navigation_updates_the_head(open_page: OpenPage, written: list[TemporaryPost]) -> None:
    page = visit(open_page(), "/")
    page.get_by_role("link", name="A latch & its <key>").click()
    expect(page).to_have_title("A latch & its <key> · Latchkey")
    wait_until_idle(page)
    expect(page.locator("script[type='application/ld+json']")).to_have_count(1)
    page.get_by_role("link", name="Latchkey").first.click()
    expect(page).to_have_title("Home · Latchkey")

    expect(page.locator("script[type='application/ld+json']")).to_have_count(0)
    expect(page.locator("meta[property='og:type']")).to_have_attribute("content", "website")
    expect(page.locator("meta[property='article:published_time']")).to_have_count(0)
