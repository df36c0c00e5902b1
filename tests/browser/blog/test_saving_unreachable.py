"""Saves during outages and slow responses: the text stays and is saved once."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.api_process import replacement_api
from tests.api_proxy import ApiProxy, Response
from tests.browser.blog.editor import Editor, save_requests
from tests.browser.blog.posts import BODY, Posts, StoredPost
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import wait_until_idle
from tests.browser.request_hold import RequestHold
from tests.members import Member
from tests.site import environment

UNREACHABLE = "The service cannot be reached at the moment. Your text is still here."


def expect_nothing_lost(editor: Editor, title: str, body: str = BODY) -> None:
    """The editor reports the outage and keeps the text."""
    expect(editor.alert).to_contain_text(UNREACHABLE)
    expect(editor.draft_stored).to_be_visible()
    editor.expect_content(title, body)


def try_again(editor: Editor) -> None:
    editor.alert.get_by_role("button", name="Try again").click()
    expect(editor.page.get_by_text("Draft saved.")).to_be_visible()
    expect(editor.alert).to_have_count(0)


def test_save_can_be_retried_after_outage(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 500")
    page_errors.expect_error("status of 503")
    page_errors.expect_error("ERR_INTERNET_DISCONNECTED")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("In spite of it all")
    with api_proxy.responding("/api/posts/", Response(500, b"<h1>Server Error</h1>")):
        editor.button.click()
        expect_nothing_lost(editor, "In spite of it all")
    with api_proxy.down():
        editor.title.fill("In spite of all that")
        editor.button.click()
        expect(editor.button).to_be_enabled()
        expect_nothing_lost(editor, "In spite of all that")
    page.context.set_offline(True)
    editor.body.fill("More and more.")
    # The error is in the viewport wherever the page is scrolled to.
    page.set_viewport_size({"width": 360, "height": 500})
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    editor.body.press("Control+s")
    expect(editor.alert.get_by_role("button", name="Try again")).to_be_in_viewport(ratio=1)
    expect_nothing_lost(editor, "In spite of all that", "More and more.")
    expect(editor.body).to_be_focused()
    page.context.set_offline(False)
    try_again(editor)

    assert posts.with_title("In spite of it all") == []
    assert posts.with_title("In spite of all that") == [StoredPost(flora.id, "More and more.")]


def test_api_restart_during_save_loses_nothing(
    open_page: OpenPage,
    flora: Member,
    api_proxy: ApiProxy,
    posts: Posts,
    page_errors: PageErrors,
    site_folder: Path,
) -> None:
    page_errors.expect_error("status of 50[234]")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Stopped and started")
    environ = environment(site_folder / "database.sqlite3")
    with replacement_api(api_proxy, environ, site_folder / "log-of-the-other-api") as api:
        api.freeze()
        editor.button.click()
        expect(editor.button).to_have_text("Saving …")
        api.kill()
        expect_nothing_lost(editor, "Stopped and started")
        assert posts.with_title("Stopped and started") == []
        api.start()
        try_again(editor)

    assert posts.with_title("Stopped and started") == [StoredPost(flora.id, BODY)]


def test_retry_after_lost_response_saves_once(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Lost on the way back")
    with api_proxy.recording() as calls:
        with api_proxy.dropping_responses("/api/posts/"):
            editor.button.click()
            expect_nothing_lost(editor, "Lost on the way back")
        assert posts.with_title("Lost on the way back") == [StoredPost(flora.id, BODY)]
        try_again(editor)

    assert save_requests(calls) == ["POST /api/posts/ 201", "POST /api/posts/ 201"]
    assert len({call.headers["Idempotency-Key"] for call in calls if call.method == "POST"}) == 1
    assert posts.with_title("Lost on the way back") == [StoredPost(flora.id, BODY)]


def test_typing_during_slow_save_is_kept(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Slowly", "First.")
    form = page.locator("main form[method=post]").first
    with api_proxy.recording() as calls, api_proxy.holding_responses("/api/posts/") as released:
        editor.button.click()
        expect(editor.button).to_have_text("Saving …")
        expect(editor.button).to_be_disabled()
        expect(form).to_have_attribute("aria-busy", "true")
        editor.body.press("End")
        editor.body.press_sequentially(" And then")
        editor.body.press("Control+s")
        released.set()
        expect(page.get_by_text("Draft saved.")).to_be_visible()
        # Ctrl-S during the save wins over the button: the editor stays open.
        expect(editor.draft_stored).to_have_count(0)
        expect(editor.body).to_be_focused()
        editor.body.press_sequentially(" some.")
        editor.expect_content("Slowly", "First. And then some.")
        expect(editor.draft_stored).to_be_visible()
    first, second = save_requests(calls)
    assert first == "POST /api/posts/ 201"
    assert re.fullmatch(r"PUT /api/posts/\d+/ 200", second)
    assert posts.with_title("Slowly") == [StoredPost(flora.id, "First. And then")]

    editor.button.click()
    expect_heading(page, "Slowly")
    assert posts.with_title("Slowly") == [StoredPost(flora.id, "First. And then some.")]


def test_double_click_saves_once(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Once only")
    response = RequestHold(page, "**/api/posts/")
    with api_proxy.recording() as calls:
        editor.button.dblclick()
        expect(editor.button).to_be_disabled()
        editor.title.press("Enter")
        assert response.count == 1
        response.release()
        expect_heading(page, "Once only")
        wait_until_idle(page)

    assert save_requests(calls) == ["POST /api/posts/ 201"]
    assert posts.with_title("Once only") == [StoredPost(flora.id, BODY)]
