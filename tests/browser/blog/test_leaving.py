"""Leaving the editor with unsaved text prompts once, and only if it would be lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Dialog, Page, expect

from tests.browser.blog.editor import Editor
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading
from tests.browser.page_load import visit, wait_until_idle
from tests.browser.request_hold import RequestHold
from tests.members import Member, Members, set_session_cookies

ASKED = "confirm: Leave without saving"
KEPT = "Not saved. Your text is stored in this browser, under Drafts."
# Browsers use their own text for this prompt.
ASKED_BY_THE_BROWSER = "beforeunload: "


@contextmanager
def responding(page: Page, *, leave: bool) -> Iterator[list[str]]:
    """Answer the dialogs in the block; returns their messages."""
    questions: list[str] = []

    def response(dialog: Dialog) -> None:
        questions.append(f"{dialog.type}: {dialog.message.partition('?')[0]}")
        if leave:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", response)
    try:
        yield questions
    finally:
        page.remove_listener("dialog", response)


def fill_local_storage(page: Page) -> None:
    """Fill localStorage."""
    page.evaluate(
        """() => {
            Storage.prototype.setItem = () => {
                throw new DOMException('No room.', 'QuotaExceededError')
            }
        }"""
    )


def test_stored_draft_leaves_without_a_prompt(
    open_page: OpenPage, flora: Member, members: Members, base_url: str
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    with responding(page, leave=False) as questions:
        editor.fill("On the way out")
        page.get_by_role("link", name="Drafts", exact=True).click()
        expect_heading(page, "Your drafts")
        expect(page.get_by_text(KEPT)).to_be_visible()
        page.go_back()
        editor.restore_draft("On the way out")
        editor.body.fill("Written on.")
        page.reload()
        wait_until_idle(page)
        editor.restore_draft("On the way out")
        editor.expect_content("On the way out", "Written on.")
        editor.body.fill("And on.")
        page.get_by_role("button", name="Log out").click()
        expect_heading(page, "A blog for members")
    assert questions == []

    set_session_cookies(page.context, members.log_in(flora.email), base_url)
    editor.open()
    editor.restore_draft("On the way out")
    editor.expect_content("On the way out", "And on.")


def test_unstored_draft_prompts_before_leaving(
    open_page: OpenPage, flora: Member, members: Members
) -> None:
    page = visit(open_page(flora.email), "/about")
    page.get_by_role("link", name="Write", exact=True).click()
    editor = Editor(page)
    expect(editor.title).to_be_enabled()
    fill_local_storage(page)
    editor.fill("On the way out")
    with responding(page, leave=False) as questions:
        page.get_by_role("link", name="Drafts", exact=True).click()
        with page.expect_event("dialog"):
            page.evaluate("() => history.back()")
        page.get_by_role("button", name="Log out").click()
        with page.expect_event("dialog"):
            page.evaluate("() => location.reload()")
    assert questions == [ASKED, ASKED, ASKED, ASKED_BY_THE_BROWSER]
    assert page.url.endswith("/posts/new")
    editor.expect_content("On the way out")
    assert session_of(page) in members.sessions()

    with responding(page, leave=True) as questions:
        page.evaluate("() => history.back()")
        expect_heading(page, "About Latchkey")
        page.reload()
    assert questions == [ASKED]


def test_slow_navigation_prompts_once(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    fill_local_storage(page)
    editor.fill("A long way")
    drafts = RequestHold(page, "**/api/posts/drafts/**")
    with responding(page, leave=True) as questions:
        page.get_by_role("link", name="Drafts", exact=True).dblclick()
        page.wait_for_url("**/posts/drafts")
        expect(Editor(page).body).to_be_visible()
        page.evaluate("() => { location.href = '/about' }")
        expect_heading(page, "About Latchkey")
    assert questions == [ASKED]
    assert drafts.count > 0


def test_new_post_can_follow_the_first_save(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("The first of two")
    editor.body.press("Control+s")
    page.wait_for_url("**/posts/*/edit")
    page.get_by_role("link", name="Write", exact=True).click()

    page.wait_for_url("**/posts/new")
    expect(editor.title).to_be_enabled()
    editor.expect_content("", "")


def test_save_does_not_navigate_back(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Gone before it was saved")
    hold = RequestHold(page, "**/api/posts/")
    editor.button.click()
    page.get_by_role("link", name="Drafts", exact=True).click()
    expect_heading(page, "Your drafts")
    assert hold.count == 1
    hold.release()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect_heading(page, "Your drafts")
    assert page.url.endswith("/posts/drafts")
