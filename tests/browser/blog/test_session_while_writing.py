"""Sessions that end or change accounts while a member writes."""

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy
from tests.browser.blog.editor import Change, Editor, changes_in, save_requests
from tests.browser.blog.posts import BODY, Posts, StoredPost
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors, requests_of
from tests.browser.page_load import visit
from tests.factories import post_content
from tests.members import BOB, NAMES, PASSWORD, Member, Members


def log_in_by_dialog(page: Page, email: str, expected: str) -> None:
    """Log in through the dialog with this heading."""
    dialog = page.get_by_role("dialog", name=expected)
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_label("Password").fill(PASSWORD)
    with page.expect_response("**/api/login/"):
        dialog.get_by_role("button", name="Log in").click()


def expect_dialog_about_bob(page: Page, author: Member) -> None:
    """The dialog names both accounts."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text(f"{NAMES[BOB]} is logged in now")
    expect(dialog.get_by_role("alert")).to_contain_text(
        f"This page belongs to {author.name}, and nothing was sent from another account."
    )


@pytest.mark.each_layout
def test_login_dialog_saves_and_keeps_the_cursor(
    open_page: OpenPage,
    flora: Member,
    members: Members,
    api_proxy: ApiProxy,
    posts: Posts,
    page_errors: PageErrors,
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Interrupted in a word")
    editor.select(6, 6)
    members.end_session(session_of(page))
    page.evaluate("() => { window.stillHere = true }")
    with api_proxy.recording() as calls, requests_of(page) as requests:
        editor.body.press("Control+s")
        expect(page.get_by_role("dialog")).to_be_visible()
        # The dialog blocks the shortcut.
        page.keyboard.press("Control+s")
        log_in_by_dialog(page, flora.email, "Please log in again")
        expect(page.get_by_text("Draft saved.")).to_be_visible()

    assert save_requests(calls) == ["POST /api/posts/ 403", "POST /api/posts/ 201"]
    # With the same Idempotency-Key, so that no second post can appear.
    refused, sent_again = changes_in(requests)
    assert sent_again == refused
    assert refused.idempotency_key
    assert refused.body["body"] == BODY
    assert posts.with_title("Interrupted in a word") == [StoredPost(flora.id, BODY)]
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(editor.body).to_be_focused()
    assert editor.selection()[:2] == (6, 6)
    page.keyboard.type("!")
    expect(editor.body).to_have_value(f"{BODY[:6]}!{BODY[6:]}")


def test_login_dialog_keeps_the_selection(
    open_page: OpenPage, flora: Member, members: Members, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    editor = Editor(page).open()
    for direction in ("forward", "backward"):
        body = f"{BODY}{direction}"
        editor.fill("Interrupted in a selection", body)
        editor.select(6, 11, direction)
        members.end_session(session_of(page))
        editor.body.press("Control+s")
        expect(page.get_by_role("dialog")).to_be_visible()
        with page.expect_response(lambda response: "/api/posts/" in response.url and response.ok):
            log_in_by_dialog(page, flora.email, "Please log in again")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(editor.body).to_be_focused()
        assert editor.selection() == (6, 11, direction)
        page.keyboard.type("!")
        expect(editor.body).to_have_value(f"{body[:6]}!{body[11:]}")


def test_login_dialog_resends_a_change(
    open_page: OpenPage,
    flora: Member,
    members: Members,
    api_proxy: ApiProxy,
    posts: Posts,
    page_errors: PageErrors,
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Changed late")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Changed, and late.")
    members.end_session(session_of(page))
    with api_proxy.recording() as calls, requests_of(page) as requests:
        editor.button.click()
        log_in_by_dialog(page, flora.email, "Please log in again")
        expect_heading(page, "Changed late")

    assert save_requests(calls) == [f"PUT /api{address}/ 403", f"PUT /api{address}/ 200"]
    body = post_content(title="Changed late", body="Changed, and late.", status="draft")
    assert changes_in(requests) == 2 * [
        Change(f"PUT /api{address}/", str(flora.id), body, if_match='"1"')
    ]
    assert posts.with_title("Changed late") == [StoredPost(flora.id, "Changed, and late.")]


def test_login_dialog_resends_delete_and_undo(
    open_page: OpenPage, flora: Member, members: Members, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Deleted late")
    visit(page, address)
    question = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    members.end_session(session_of(page))
    with requests_of(page) as requests:
        question.get_by_role("button", name="Delete it").click()
        # Two dialogs, the log-in in front.
        log_in_by_dialog(page, flora.email, "Please log in again")
        expect_heading(page, "Your drafts")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert posts.addresses("Deleted late") == []

        members.end_session(session_of(page))
        page.get_by_role("button", name="Undo").click()
        log_in_by_dialog(page, flora.email, "Please log in again")
        expect_heading(page, "Deleted late")
    assert changes_in(requests) == [
        *2 * [Change(f"DELETE /api{address}/", str(flora.id), if_match='"1"')],
        *2 * [Change(f"POST /api{address}/restore/", str(flora.id))],
    ]
    assert posts.addresses("Deleted late") == [address]
    expect(page.get_by_text("Restored.")).to_be_visible()


def test_cancelled_login_deletes_nothing(
    open_page: OpenPage, flora: Member, members: Members, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Not deleted after all")
    visit(page, address)
    question = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    members.end_session(session_of(page))
    delete = question.get_by_role("button", name="Delete it")
    delete.click()
    page.get_by_role("button", name="Not now").click()
    expect(delete).to_be_focused()
    expect(question.get_by_role("alert")).to_have_text(
        "You are no longer logged in, so nothing was deleted."
    )
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert posts.addresses("Not deleted after all") == [address]


def test_cancelled_login_restores_focus(
    open_page: OpenPage, flora: Member, members: Members, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Rather not now")
    members.end_session(session_of(page))
    not_now = page.get_by_role("button", name="Not now")
    editor.button.click()
    not_now.click()
    expect(editor.button).to_be_focused()
    expect(editor.alert).to_contain_text("You are no longer logged in, so nothing was saved.")

    again = editor.alert.get_by_role("button", name="Log in and save")
    again.click()
    expect(not_now).to_be_visible()
    page.keyboard.press("Escape")
    expect(again).to_be_focused()

    editor.select(4, 9)
    editor.body.press("Control+s")
    not_now.click()
    # The browser moves the cursor first.
    page.wait_for_function("() => document.activeElement.selectionStart === 4")
    expect(editor.body).to_be_focused()
    assert editor.selection()[:2] == (4, 9)
    assert posts.with_title("Rather not now") == []


def test_other_account_cannot_save(
    open_page: OpenPage,
    flora: Member,
    members: Members,
    api_proxy: ApiProxy,
    posts: Posts,
    page_errors: PageErrors,
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Two accounts")
    members.end_session(session_of(page))
    with api_proxy.recording() as calls:
        editor.button.click()
        log_in_by_dialog(page, BOB, "Please log in again")
        expect_dialog_about_bob(page, flora)
        editor.expect_content("Two accounts")
        assert save_requests(calls) == ["POST /api/posts/ 403"]
        assert posts.with_title("Two accounts") == []

        log_in_by_dialog(page, flora.email, f"{NAMES[BOB]} is logged in now")
        page.wait_for_url("**/two-accounts")
    assert save_requests(calls) == ["POST /api/posts/ 403", "POST /api/posts/ 201"]
    assert posts.with_title("Two accounts") == [StoredPost(flora.id, BODY)]


def test_other_account_can_go_home(
    open_page: OpenPage, flora: Member, members: Members, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    editor = Editor(page).open(f"{posts.create(flora.id, 'For her eyes only')}/edit")
    editor.fill("For her eyes, still")
    members.end_session(session_of(page))
    editor.button.click()
    log_in_by_dialog(page, BOB, "Please log in again")
    expect_dialog_about_bob(page, flora)

    page.get_by_role("link", name=f"Continue as {NAMES[BOB]}").click()

    expect_heading(page, f"Welcome back, {NAMES[BOB]}.")
    assert posts.with_title("For her eyes, still") == []


def test_account_change_in_other_tab_blocks_saving(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 409")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Two tabs, two people")
    other = visit(page.context.new_page(), "/about")
    other.evaluate(
        "body => window.useNuxtApp().$api('/api/login/', { method: 'POST', body })",
        {"email": BOB, "password": PASSWORD},
    )
    other.reload()
    expect_dialog_about_bob(page, flora)

    # Dismissing the dialog does not let the page write under the other account.
    page.get_by_role("button", name="Not now").click()
    with api_proxy.recording() as calls:
        editor.button.click()
        expect_dialog_about_bob(page, flora)
        page.get_by_role("button", name="Not now").click()
        expect(editor.alert).to_contain_text("so nothing was saved. Your text is still here.")
        editor.expect_content("Two tabs, two people")
        assert save_requests(calls) == ["POST /api/posts/ 409"]
        assert posts.with_title("Two tabs, two people") == []

        editor.alert.get_by_role("button", name="Log in and save").click()
        log_in_by_dialog(page, flora.email, f"{NAMES[BOB]} is logged in now")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert posts.with_title("Two tabs, two people") == [StoredPost(flora.id, BODY)]
