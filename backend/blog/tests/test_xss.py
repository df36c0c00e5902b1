"""Scripts smuggled into a post: nothing that is made of it is anything to act on."""

import uuid
import xml.etree.ElementTree as ET
from html import escape
from typing import Any

import pytest
from rest_framework.throttling import ScopedRateThrottle

from blog import markdown
from blog.markdown import parser, sanitizer
from blog.tests.active_content import ActiveContentError, read
from blog.tests.factories import post_content
from blog.tests.xss_payloads import ALL
from conftest import Browser


@pytest.mark.parametrize("payload", ALL)
def test_the_html_of_a_text_has_none(payload: str) -> None:
    read(markdown.render_html(payload))


@pytest.mark.parametrize("payload", ALL)
@pytest.mark.parametrize(
    "around", ["> {}", "- {}", "# {}", "| {} |\n|---|\n| {} |", "*{}*", "[{}](x)", "a\n\n{}\n\nb"]
)
def test_nor_in_any_place_of_it(payload: str, around: str) -> None:
    read(markdown.render_html(around.format(payload, payload)))


@pytest.mark.parametrize("payload", ALL)
def test_the_sanitiser_holds_even_if_the_parser_lets_html_through(
    payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(parser.PARSER.options, "html", True)
    read(markdown.render_html(payload))


@pytest.mark.parametrize("payload", ALL)
def test_the_sanitiser_holds_without_the_parser(payload: str) -> None:
    read(sanitizer.CLEANER.clean(payload))


def test_what_the_sanitiser_is_for_would_be_noticed() -> None:
    noticed = 0
    for payload in ALL:
        try:
            read(payload)
        except ActiveContentError:
            noticed += 1
    assert noticed > 50
    for html in ["<a href='java\tscript:x'>", "<p style=x>", "<!-- x -->", "<b>"]:
        with pytest.raises(ActiveContentError):
            read(html)


@pytest.fixture
def hostile(as_alice: Browser, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Posts with a payload in every field, as far as the API takes them."""
    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, "writing", f"{len(ALL)}/min")
    posts = []
    for payload in ALL:
        content = post_content(
            title=payload,
            summary=payload,
            body=f"needle {payload}",
            tags=[payload.replace(",", "")[:30]],
        )
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        response = as_alice.post_json("/api/posts/", content, headers=headers)
        if "\x00" in payload:
            assert response.status_code == 400
        else:
            assert response.status_code == 201
            posts.append((payload, response.json()))
    return posts


def test_title_summary_and_tags_are_text_as_it_was_written(
    hostile: list[tuple[str, Any]],
) -> None:
    for payload, post in hostile:
        for field in ("title", "summary", "excerpt"):
            assert post[field].split() == payload.translate(NO_CONTROLS).split()
        read(post["body_html"])


def test_addresses_are_made_of_letters_and_hyphens(hostile: list[tuple[str, Any]]) -> None:
    for _, post in hostile:
        assert set(post["slug"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        for tag in post["tags"]:
            assert not set(tag["slug"]) & set("<>\"'`&/\\ :;?#%")


def test_the_feed_and_the_sitemap_stay_whole(
    hostile: list[tuple[str, Any]], nobody: Browser
) -> None:
    feed = ET.fromstring(nobody.get("/feed.atom").content)  # noqa: S314 (it is ours)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.findall(f"{atom}entry")]
    assert titles == [post["title"] for _, post in hostile[::-1]][:20]
    ET.fromstring(nobody.get("/sitemap.xml").content)  # noqa: S314 (it is ours)


def test_a_passage_that_was_found_is_text(hostile: list[tuple[str, Any]], as_bob: Browser) -> None:
    body = as_bob.get("/api/posts/?search=needle&page_size=100").json()
    assert len(body["results"]) > 50
    for post in body["results"]:
        hits = {part["text"].lower() for part in post["highlights"] if part["hit"]}
        assert hits == {"needle"}


def test_the_admin_escapes(hostile: list[tuple[str, Any]], as_alice: Browser, alice: Any) -> None:
    alice.is_staff = alice.is_superuser = True
    alice.save()
    page = as_alice.get("/admin/blog/post/").content.decode()
    assert escape("<svg/onload=alert(1)>") in page
    assert "<svg/onload=alert(1)>" not in page


NO_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
