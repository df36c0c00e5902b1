"""Cross-site scripting: payloads in every field of a post"""

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import pytest
from rest_framework.throttling import ScopedRateThrottle

from blog.markdown import parser, render_html
from blog.markdown.sanitizer import CLEANER
from blog.tests.active_content import ActiveContentError, check_html
from blog.tests.factories import post_content
from blog.tests.xss_payloads import ALL
from conftest import Browser

pytestmark = pytest.mark.slow

CONTEXTS = [
    *("{}", "> {}", "- {}", "# {}", "| {} |\n|---|\n| {} |", "*{}*", "[{}](x)", "a\n\n{}\n\nb"),
]
ATOM = {"": "http://www.w3.org/2005/Atom"}
CONTROLS_TO_SPACES = dict.fromkeys([*range(32), *range(127, 160)], " ")


def active(sources: Iterable[str], convert: Callable[[str], str]) -> list[str]:
    """Return the sources with active content in their HTML."""
    found = []
    for source in sources:
        try:
            check_html(convert(source))
        except ActiveContentError:
            found.append(source)
    return found


def test_rendered_payloads_are_inert() -> None:
    sources = [context.format(payload, payload) for context in CONTEXTS for payload in ALL]
    assert active(sources, render_html) == []


def test_sanitizer_handles_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parser.PARSER.options, "html", True)
    assert active(ALL, render_html) == []


def test_sanitizer_alone() -> None:
    assert active(ALL, CLEANER.clean) == []


def test_checker_detects_active_content() -> None:
    assert len(active(ALL, str)) > 50
    html = ["<a href='java\tscript:x'>", "<p style=x>", "<!-- x -->", "<b>"]
    assert active(html, str) == html


def test_posts_with_payloads_are_inert(
    as_alice: Browser,
    anonymous: Browser,
    alice: Any,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, "writing", f"{len(ALL)}/min")
    monkeypatch.setattr("blog.feeds.MAX_ENTRIES", len(ALL))
    posts = [create(as_alice, payload) for payload in ALL if "\0" not in payload]

    with subtests.test("text fields are kept as written, HTML is inert"):
        for payload, post in posts:
            for field in ("title", "summary", "excerpt"):
                assert post[field].split() == payload.translate(CONTROLS_TO_SPACES).split()
            check_html(post["body_html"])

    with subtests.test("slugs are safe in URLs"):
        for _, post in posts:
            assert set(post["slug"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
            for tag in post["tags"]:
                assert not set(tag["slug"]) & set("<>\"'`&/\\ :;?#%")

    with subtests.test("feed and sitemap are well-formed, summaries are inert"):
        feed = ET.fromstring(anonymous.get("/feed.atom").content)  # noqa: S314 (our own response)
        entries = feed.findall("entry", ATOM)
        titles = [entry.findtext("title", None, ATOM) for entry in entries]
        assert titles == [post["title"] for _, post in posts[::-1]]
        assert active([entry.findtext("summary", "", ATOM) for entry in entries], str) == []
        ET.fromstring(anonymous.get("/sitemap.xml").content)  # noqa: S314 (our own response)

    with subtests.test("highlights mark the search term only"):
        rows = anonymous.get("/api/posts/public/?search=needle&page_size=100").json()["results"]
        assert len(rows) > 50
        for post in rows:
            hits = {part["text"].lower() for part in post["highlights"] if part["hit"]}
            assert hits == {"needle"}

    with subtests.test("the admin escapes titles"):
        alice.is_staff = alice.is_superuser = True
        alice.save()
        page = as_alice.get("/admin/blog/post/").content.decode()
        assert escape("<svg/onload=alert(1)>") in page
        assert "<svg/onload=alert(1)>" not in page


def test_null_characters_are_rejected(as_alice: Browser) -> None:
    payloads = [payload for payload in ALL if "\0" in payload]
    assert payloads
    for payload in payloads:
        assert send(as_alice, payload).status_code == 400, payload


def create(browser: Browser, payload: str) -> tuple[str, Any]:
    response = send(browser, payload)
    assert response.status_code == 201, payload
    return payload, response.json()


def send(browser: Browser, payload: str) -> Any:
    """Send the payload in every field, as far as the API accepts it."""
    content = post_content(
        title=payload,
        summary=payload,
        body=f"needle {payload}",
        tags=[payload.replace(",", "")[:30]],
    )
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return browser.post_json("/api/posts/", content, headers=headers)
