"""Scripts smuggled into posts, names and addresses: in no page of the site does one run."""

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
from tests.browser.blog.script_detector import Canary, active_content
from tests.browser.blog.temporary_posts import Writing, WrittenPost, written_by
from tests.browser.blog.xss_payloads import BODY, NAME, NAMES, PAGES, TAGS, TITLES, hostile
from tests.browser.conftest import Enter
from tests.browser.cookies import session_of
from tests.browser.headings import NOT_FOUND, expect_heading
from tests.browser.page_errors import Watch
from tests.browser.page_load import settle, visit
from tests.members import ALICE, Member, Members

# Some that run as soon as they are shown, and some that wait for a click.
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
    return members.make("mallory@example.com", NAME)


@pytest.fixture(scope="module")
def newest(django: Executor, mallory: Member) -> Iterator[WrittenPost]:
    """The newest of a few posts that have every payload in every field."""
    with written_by(mallory, [hostile(number) for number in range(len(TITLES))], django) as written:
        yield written[-1]


@pytest.fixture
def canary() -> Canary:
    return Canary()


@pytest.fixture
def spy(enter: Enter, canary: Canary, watch: Watch) -> Enter:
    """Opens browsers in which a script that runs is noticed."""

    def open_browser(email: str | None = None, **options: Any) -> Page:
        page = enter(email, **options)
        canary.follow(page.context)
        return page

    return open_browser


def announce_pictures(watch: Watch) -> None:
    """One of the text's pictures is on another host."""
    watch.announce("request to another host: https://x.example/")
    watch.announce("ERR_NAME_NOT_RESOLVED .https://x.example/")


def announce_viewer(watch: Watch) -> None:
    """Chromium shows data with styles of its own, which the policy of the data refuses."""
    watch.announce("^console error: Applying inline style violates")
    watch.announce("Content-Security-Policy violated: style-src-")


def test_a_script_that_runs_is_noticed(browser: Browser, canary: Canary) -> None:
    """What the other tests are worth: shown as it is, what was smuggled in does run."""
    page = browser.new_page()
    canary.follow(page.context)
    for payload in RUNNING:
        page.set_content(f"<main>{payload}</main>")
        with pytest.raises(AssertionError):
            canary.expect_silence(page)
        assert canary.ran
        canary.ran.clear()
    for payload in WAITING:
        page.set_content(f"<main>{payload}</main>")
        assert active_content(page)
        assert not canary.ran
    page.close()


def test_nothing_runs_for_somebody_who_reads(
    spy: Enter, canary: Canary, watch: Watch, newest: WrittenPost
) -> None:
    announce_pictures(watch)
    page = visit(spy(), "/")
    for number in range(2, PAGES + 1):
        canary.expect_silence(page)
        page.get_by_role("link", name="Older").click()
        expect(page.get_by_text(f"Page {number} of")).to_be_visible()
    canary.expect_silence(page)
    visit(page, "/")
    page.get_by_role("heading", level=2).get_by_role("link").first.click()
    expect_heading(page, TITLES[-1].strip())
    canary.expect_silence(page)
    # Again, when the pictures have failed to come; then the same page, made by the server.
    canary.expect_silence(settle(page))
    page.reload()
    canary.expect_silence(settle(page))
    page.get_by_role("list", name="Tags").get_by_role("link").first.click()
    expect(page.get_by_role("list", name="Active filters")).to_be_visible()
    canary.expect_silence(page)
    page.reload()
    canary.expect_silence(settle(page))
    page.get_by_role("article").get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text(f"By {NAME}")
    canary.expect_silence(page)


def test_nothing_runs_for_a_member_who_searches(
    spy: Enter, canary: Canary, mallory: Member, newest: WrittenPost
) -> None:
    page = visit(spy(mallory.email), "/posts?search=needle")
    expect(page.locator("mark").first).to_have_text("needle")
    for number in range(2, PAGES + 1):
        canary.expect_silence(page)
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_text(f"Page {number} of")).to_be_visible()
    canary.expect_silence(page)
    page.reload()
    canary.expect_silence(settle(page))
    page.get_by_role("link", name=f"Account of {NAME}").click()
    expect_heading(page, "Your account")
    canary.expect_silence(page)


def test_nothing_runs_for_an_author_who_writes(
    spy: Enter, canary: Canary, members: Members, mallory: Member, newest: WrittenPost, watch: Watch
) -> None:
    announce_pictures(watch)
    watch.announce("status of 412")
    watch.announce("status of 403")
    page = visit(spy(mallory.email), newest.path)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    canary.expect_silence(page)
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()

    page.get_by_role("link", name="Edit", exact=True).click()
    expect_heading(page, "Edit your post")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("needle")
    canary.expect_silence(page)
    canary.expect_silence(settle(page))

    # Saved elsewhere in between, with other payloads in the same places.
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
    canary.expect_silence(page)

    # What was typed is offered to whoever opens the editor again.
    again = page.context.new_page()
    visit(again, f"/posts/{newest.id}/edit")
    expect(again.get_by_role("list", name="Unsaved drafts")).to_contain_text(
        " ".join(TITLES[1].split())
    )
    canary.expect_silence(again)

    members.end_session(session_of(page))
    again.get_by_label("Title", exact=True).fill(TITLES[1])
    again.locator(SAVE_BUTTON).click()
    expect(again.get_by_role("dialog")).to_contain_text(NAME)
    canary.expect_silence(again)


def test_nothing_runs_among_drafts_and_in_what_is_said_of_a_deleted_one(
    spy: Enter, canary: Canary, django: Executor, members: Members
) -> None:
    author = members.make("mallory-drafts@example.com", NAME)
    drafts = [Writing(title, summary=title, tags=TAGS[:5], status="draft") for title in TITLES[-2:]]
    with written_by(author, drafts, django) as written:
        page = visit(spy(author.email), "/posts/drafts")
        canary.expect_silence(page)
        visit(page, written[-1].path)
        canary.expect_silence(page)
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("button", name="Delete it").click()
        expect_heading(page, "Your drafts")
        expect(page.get_by_text("Deleted.")).to_be_visible()
        canary.expect_silence(page)


def test_nothing_runs_for_staff(spy: Enter, canary: Canary, newest: WrittenPost) -> None:
    page = spy(ALICE)
    for path in (
        "",
        f"{newest.id}/change/",
        f"{newest.id}/delete/",
        f"{newest.id}/history/",
        f"?q={quote(TITLES[0])}",
    ):
        answer = page.goto(f"/admin/blog/post/{path}")
        assert answer is not None
        assert answer.status == 200
        assert "&lt;" in page.content()
        canary.expect_silence(page)


@pytest.mark.parametrize("path", ["/feed.atom", "/sitemap.xml", "/robots.txt"])
def test_nothing_runs_in_what_machines_read(
    spy: Enter, canary: Canary, watch: Watch, newest: WrittenPost, path: str
) -> None:
    if path == "/sitemap.xml":
        announce_viewer(watch)
    page = spy()
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    canary.expect_silence(page)


def test_nothing_runs_in_an_answer_of_the_api_that_is_opened_as_a_page(
    spy: Enter, canary: Canary, watch: Watch, newest: WrittenPost
) -> None:
    announce_viewer(watch)
    page = spy()
    for path in ("public/?page_size=100", f"{newest.id}/", f"{newest.id}/card.png"):
        answer = page.goto(f"/api/posts/{path}")
        assert answer is not None
        assert answer.status == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        canary.expect_silence(page)


def test_nothing_runs_in_an_address(spy: Enter, canary: Canary, watch: Watch) -> None:
    watch.announce("status of 404")
    page = spy()
    for text in TITLES[::9]:
        visit(page, f"/?search={quote(text)}&tag={quote(text[:60])}")
        canary.expect_silence(page)
        expect(page.get_by_role("searchbox")).to_be_visible()
    for text in TITLES[::15]:
        visit(page, f"/{quote(text, safe='')}")
        expect_heading(page, NOT_FOUND)
        canary.expect_silence(page)
    visit(page, f"/login?redirect={quote('javascript:alert(1)')}")
    canary.expect_silence(page)


@pytest.fixture(scope="module")
def crowd(django: Executor, members: Members) -> Iterator[list[WrittenPost]]:
    """One post by each of many, whose names have every payload; the last one is the newest."""
    writings = [Writing("By whom?", tags=["crowd"])]
    authors = [members.make(f"crowd-{n}@example.com", name) for n, name in enumerate(NAMES)]
    with ExitStack() as stack:
        yield [
            post
            for author in authors
            for post in stack.enter_context(written_by(author, writings, django))
        ]


def test_no_name_runs_for_somebody_who_reads(
    spy: Enter, canary: Canary, crowd: list[WrittenPost]
) -> None:
    page = spy()
    for number, first in enumerate(range(0, len(NAMES), 10), start=1):
        visit(page, f"/?tag=crowd&page={number}")
        authors = page.get_by_role("article").locator("a[href*='author=']")
        expect(authors).to_have_text(NAMES[::-1][first : first + 10])
        canary.expect_silence(page)
    # Where the name is within a script, read as one who runs none reads it.
    named = [Head(page.request.get(post.path).text()).json_ld[0]["author"] for post in crowd]
    assert named == [{"@type": "Person", "name": name} for name in NAMES]


def test_no_name_runs_for_machines_and_for_staff(
    spy: Enter, canary: Canary, crowd: list[WrittenPost]
) -> None:
    page = spy(ALICE)
    for path in (
        "/feed.atom",
        "/admin/accounts/user/?q=crowd-",
        f"/admin/blog/post/?q={quote('By whom?')}",
        f"/admin/blog/post/{crowd[-1].id}/change/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        canary.expect_silence(page)
        if path.startswith("/admin/accounts"):
            expect(page.locator(".field-name")).to_have_count(len(NAMES))
            assert "&lt;" in page.content()
