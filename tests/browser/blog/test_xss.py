"""XSS: payloads in posts, names and URLs run on no page."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from blog.tests.xss_payloads import ALL
from tests.browser.blog.editor import SAVE_BUTTON
from tests.browser.blog.html_head import Head
from tests.browser.blog.script_detector import ScriptDetector, active_elements
from tests.browser.blog.temporary_posts import PostData, TemporaryPost, temporary_posts
from tests.browser.blog.xss_payloads import BODY, NAME, NAMES, PAGES, TAGS, TITLES, malicious_post
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import NOT_FOUND, expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import ALICE, Member, Members

# Payloads that run when displayed, and payloads that wait for a click.
RUNNING = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<div onpointerover=alert(1)>x</div>",
]
WAITING = [
    "<a href='java\tscript:alert(1)'>x</a>",
    "<button formaction=javascript:alert(1) form=x>x</button>",
    "<a\tonclick\n=alert(1)>x</a>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<base href=javascript:/a/+alert(1)//>",
]
assert {*RUNNING, *WAITING} <= {*ALL}


@pytest.fixture(scope="session")
def mallory(members: Members) -> Member:
    return members.create("mallory@example.com", NAME)


@pytest.fixture(scope="module")
def newest(django: Executor, mallory: Member) -> Iterator[TemporaryPost]:
    """The newest of several posts with every payload in every field."""
    with temporary_posts(
        mallory, [malicious_post(number) for number in range(len(TITLES))], django
    ) as written:
        yield written[-1]


@pytest.fixture
def script_detector() -> ScriptDetector:
    return ScriptDetector()


@pytest.fixture
def open_page(
    open_page: OpenPage, script_detector: ScriptDetector, page_errors: PageErrors
) -> OpenPage:
    """Opens pages in which a script is detected."""

    def open_browser(email: str | None = None, **options: Any) -> Page:
        page = open_page(email, **options)
        script_detector.observe(page.context)
        return page

    return open_browser


def expect_picture_errors(page_errors: PageErrors) -> None:
    """Expect the errors of an image on another host."""
    page_errors.expect_error("request to another host: https://x.example/")
    page_errors.expect_error("ERR_NAME_NOT_RESOLVED .https://x.example/")


def expect_viewer_errors(page_errors: PageErrors) -> None:
    """Expect errors: the policy blocks the styles of Chromium's XML and JSON viewers."""
    page_errors.expect_error("^console error: Applying inline style violates")
    page_errors.expect_error("Content-Security-Policy violated: style-src-")


def test_detector_notices_scripts(browser: Browser, script_detector: ScriptDetector) -> None:
    """Unescaped payloads do run and are detected, or the other tests would prove nothing."""
    page = browser.new_page()
    script_detector.observe(page.context)
    for payload in RUNNING:
        page.set_content(f"<main>{payload}</main>")
        with pytest.raises(AssertionError):
            script_detector.expect_no_script(page)
        assert script_detector.ran
        script_detector.ran.clear()
    for payload in WAITING:
        page.set_content(f"<main>{payload}</main>")
        assert active_elements(page)
        assert not script_detector.ran
    page.close()


def test_nothing_runs_for_readers(
    open_page: OpenPage,
    script_detector: ScriptDetector,
    page_errors: PageErrors,
    newest: TemporaryPost,
) -> None:
    expect_picture_errors(page_errors)
    page = visit(open_page(), "/")
    for number in range(2, PAGES + 1):
        script_detector.expect_no_script(page)
        page.get_by_role("link", name="Older").click()
        expect(page.get_by_text(f"Page {number} of")).to_be_visible()
    script_detector.expect_no_script(page)
    visit(page, "/")
    page.get_by_role("heading", level=2).get_by_role("link").first.click()
    expect_heading(page, TITLES[-1].strip())
    script_detector.expect_no_script(page)
    # Again after the images have failed, and on the server-rendered page.
    script_detector.expect_no_script(wait_until_idle(page))
    page.reload()
    script_detector.expect_no_script(wait_until_idle(page))
    page.get_by_role("list", name="Tags").get_by_role("link").first.click()
    expect(page.get_by_role("list", name="Active filters")).to_be_visible()
    script_detector.expect_no_script(page)
    page.reload()
    script_detector.expect_no_script(wait_until_idle(page))
    page.get_by_role("article").get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text(f"By {NAME}")
    script_detector.expect_no_script(page)


def test_nothing_runs_in_search(
    open_page: OpenPage, script_detector: ScriptDetector, mallory: Member, newest: TemporaryPost
) -> None:
    page = visit(open_page(mallory.email), "/posts?search=needle")
    expect(page.locator("mark").first).to_have_text("needle")
    for number in range(2, PAGES + 1):
        script_detector.expect_no_script(page)
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_text(f"Page {number} of")).to_be_visible()
    script_detector.expect_no_script(page)
    page.reload()
    script_detector.expect_no_script(wait_until_idle(page))
    page.get_by_role("link", name=f"Account of {NAME}").click()
    expect_heading(page, "Your account")
    script_detector.expect_no_script(page)


def test_nothing_runs_in_the_editor(
    open_page: OpenPage,
    script_detector: ScriptDetector,
    members: Members,
    mallory: Member,
    newest: TemporaryPost,
    page_errors: PageErrors,
) -> None:
    expect_picture_errors(page_errors)
    page_errors.expect_error("status of 412")
    page_errors.expect_error("status of 403")
    page = visit(open_page(mallory.email), newest.path)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    script_detector.expect_no_script(page)
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()

    page.get_by_role("link", name="Edit", exact=True).click()
    expect_heading(page, "Edit your post")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("needle")
    script_detector.expect_no_script(page)
    script_detector.expect_no_script(wait_until_idle(page))

    # A newer version with other payloads in the same fields.
    page.evaluate(
        """([id, title]) => window.useNuxtApp().$api('/api/posts/{id}/', {
            method: 'PATCH', path: { id }, headers: { 'If-Match': '"1"' },
            body: { title, body: title, summary: title, tags: ['<svg/onload=alert(1)>'] },
        })""",
        [newest.id, TITLES[0]],
    )
    page.get_by_label("Title", exact=True).fill(TITLES[1])
    page.get_by_label("Summary", exact=True).fill(TITLES[2])
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Body", exact=True).fill(f"{BODY} {TITLES[3]}")
    save = page.locator(SAVE_BUTTON)
    save.click()
    expect(page.get_by_role("heading", name="There is a newer version")).to_be_visible()
    script_detector.expect_no_script(page)

    # The unsaved draft is offered in another tab.
    again = page.context.new_page()
    visit(again, f"/posts/{newest.id}/edit")
    expect(again.get_by_role("list", name="Unsaved drafts")).to_contain_text(
        " ".join(TITLES[1].split())
    )
    script_detector.expect_no_script(again)

    members.end_session(session_of(page))
    again.get_by_label("Title", exact=True).fill(TITLES[1])
    again.locator(SAVE_BUTTON).click()
    expect(again.get_by_role("dialog")).to_contain_text(NAME)
    script_detector.expect_no_script(again)


def test_nothing_runs_in_drafts_and_notices(
    open_page: OpenPage, script_detector: ScriptDetector, django: Executor, members: Members
) -> None:
    author = members.create("mallory-drafts@example.com", NAME)
    drafts = [
        PostData(title, summary=title, tags=TAGS[:5], status="draft") for title in TITLES[-2:]
    ]
    with temporary_posts(author, drafts, django) as written:
        page = visit(open_page(author.email), "/posts/drafts")
        script_detector.expect_no_script(page)
        visit(page, written[-1].path)
        script_detector.expect_no_script(page)
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("button", name="Delete it").click()
        expect_heading(page, "Your drafts")
        expect(page.get_by_text("Deleted.")).to_be_visible()
        script_detector.expect_no_script(page)


def test_nothing_runs_in_the_admin(
    open_page: OpenPage, script_detector: ScriptDetector, newest: TemporaryPost
) -> None:
    page = open_page(ALICE)
    for path in (
        "",
        f"{newest.id}/change/",
        f"{newest.id}/delete/",
        f"{newest.id}/history/",
        f"?q={quote(TITLES[0])}",
    ):
        response = page.goto(f"/admin/blog/post/{path}")
        assert response is not None
        assert response.status == 200
        assert "&lt;" in page.content()
        script_detector.expect_no_script(page)


def test_nothing_runs_in_feed_and_sitemap(
    open_page: OpenPage,
    script_detector: ScriptDetector,
    page_errors: PageErrors,
    newest: TemporaryPost,
) -> None:
    expect_viewer_errors(page_errors)
    page = open_page()
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt"):
        response = page.goto(path)
        assert response is not None
        assert response.status == 200
        script_detector.expect_no_script(page)


def test_nothing_runs_in_api_responses(
    open_page: OpenPage,
    script_detector: ScriptDetector,
    page_errors: PageErrors,
    newest: TemporaryPost,
) -> None:
    expect_viewer_errors(page_errors)
    page = open_page()
    for path in ("public/?page_size=100", f"{newest.id}/", f"{newest.id}/card.png"):
        response = page.goto(f"/api/posts/{path}")
        assert response is not None
        assert response.status == 200
        assert response.headers["x-content-type-options"] == "nosniff"
        script_detector.expect_no_script(page)


def test_nothing_runs_in_urls(
    open_page: OpenPage, script_detector: ScriptDetector, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    page = open_page()
    for text in TITLES[::9]:
        visit(page, f"/?search={quote(text)}&tag={quote(text[:60])}")
        script_detector.expect_no_script(page)
        expect(page.get_by_role("searchbox")).to_be_visible()
    for text in TITLES[::15]:
        visit(page, f"/{quote(text, safe='')}")
        expect_heading(page, NOT_FOUND)
        script_detector.expect_no_script(page)
    visit(page, f"/login?redirect={quote('javascript:alert(1)')}")
    script_detector.expect_no_script(page)


@pytest.fixture(scope="module")
def authors_posts(django: Executor, members: Members) -> Iterator[list[TemporaryPost]]:
    """One post for each payload as the name of its author; the last one is the newest."""
    writings = [PostData("Author payload", tags=["crowd"])]
    authors = [members.create(f"crowd-{n}@example.com", name) for n, name in enumerate(NAMES)]
    with ExitStack() as stack:
        yield [
            post
            for author in authors
            for post in stack.enter_context(temporary_posts(author, writings, django))
        ]


def test_no_name_runs_for_readers(
    open_page: OpenPage, script_detector: ScriptDetector, authors_posts: list[TemporaryPost]
) -> None:
    page = open_page()
    for number, first in enumerate(range(0, len(NAMES), 10), start=1):
        visit(page, f"/?tag=crowd&page={number}")
        authors = page.get_by_role("article").locator("a[href*='author=']")
        expect(authors).to_have_text(NAMES[::-1][first : first + 10])
        script_detector.expect_no_script(page)
    # The name inside JSON-LD, parsed without running scripts.
    named = [
        Head(page.request.get(post.path).text()).json_ld[0]["author"] for post in authors_posts
    ]
    assert named == [{"@type": "Person", "name": name} for name in NAMES]


def test_no_name_runs_in_feed_and_admin(
    open_page: OpenPage, script_detector: ScriptDetector, authors_posts: list[TemporaryPost]
) -> None:
    page = open_page(ALICE)
    for path in (
        "/feed.atom",
        "/admin/accounts/user/?q=crowd-",
        f"/admin/blog/post/?q={quote('Author payload')}",
        f"/admin/blog/post/{authors_posts[-1].id}/change/",
    ):
        response = page.goto(path)
        assert response is not None
        assert response.status == 200
        script_detector.expect_no_script(page)
        if path.startswith("/admin/accounts"):
            expect(page.locator(".field-name")).to_have_count(len(NAMES))
            assert "&lt;" in page.content()
