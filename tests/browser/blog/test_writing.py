"""Writing and changing posts in the browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.api_proxy import ApiProxy, error_response, from_browser
from tests.browser.blog.editor import Editor, displayed_body, save_requests
from tests.browser.blog.posts import BODY, Posts
from tests.browser.clock import pause_clock
from tests.browser.conftest import OpenPage
from tests.browser.headings import NOT_FOUND, expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, Member


def test_post_can_be_written_and_changed(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy
) -> None:
    page = visit(open_page(flora.email), "/")
    page.get_by_role("link", name="Write", exact=True).click()
    expect_heading(page, "Write a post")
    editor = Editor(page)
    editor.fill("A walk along the quay")
    with api_proxy.recording() as calls:
        editor.button.click()
        expect_heading(page, "A walk along the quay")
        wait_until_idle(page)
    assert save_requests(calls) == ["POST /api/posts/ 201"]
    assert re.fullmatch(r".*/posts/\d+/a-walk-along-the-quay", page.url)
    expect(displayed_body(page).locator("strong")).to_have_text("first")

    page.get_by_role("link", name="Edit", exact=True).click()
    expect(editor.body).to_have_value(BODY)
    editor.body.fill("Another text.")
    editor.button.click()
    expect_heading(page, "A walk along the quay")
    expect(displayed_body(page)).to_have_text("Another text.")
    page.reload()
    wait_until_idle(page)
    expect(displayed_body(page)).to_have_text("Another text.")

    page.get_by_role("link", name="Drafts", exact=True).click()
    draft = page.get_by_role("article").filter(has_text="A walk along the quay")
    expect(draft).to_contain_text(re.compile(r"Changed \d+ \w+ \d{4}"))


def test_draft_is_visible_to_its_author_only(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    address = posts.create(flora.id, "Not for you")

    member = open_page(BOB)
    response = member.goto(address)
    wait_until_idle(member)
    assert response is not None
    assert response.status == 404
    assert "Not for you" not in response.text()
    expect_heading(member, NOT_FOUND)

    # Anonymous requests must not find out the author.
    anonymous = open_page()
    response = anonymous.goto(address)
    wait_until_idle(anonymous)
    assert response is not None
    assert anonymous.url.endswith(f"/login?redirect={address}")
    assert "Not for you" not in response.text()


def test_public_post_is_on_the_home_page(open_page: OpenPage, flora: Member) -> None:
    author = open_page(flora.email)
    editor = Editor(author).open()
    editor.fill("For all to see")
    author.get_by_label("Visibility").select_option("Everyone")
    author.get_by_label("Status").select_option("Published")
    editor.button.click()
    expect_heading(author, "For all to see")
    address = author.url

    page = visit(open_page(), "/")
    page.get_by_role("link", name="For all to see").click()
    expect_heading(page, "For all to see")
    assert page.url == address
    old = page.request.get(address.rpartition("/")[0], max_redirects=0)
    assert old.status == 301
    assert address.endswith(old.headers["location"])

    author.get_by_role("button", name="Delete", exact=True).click()
    author.get_by_role("button", name="Delete it").click()
    expect_heading(author, "Posts")
    visit(page, "/")
    expect(page.get_by_role("link", name="For all to see")).to_have_count(0)


def test_ctrl_s_saves_and_stays(open_page: OpenPage, flora: Member, api_proxy: ApiProxy) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("By the keyboard")
    with api_proxy.recording() as calls:
        editor.body.press("Control+s")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
        page.wait_for_url("**/posts/*/edit")
        expect(editor.body).to_be_focused()
        expect_heading(page, "Edit your post")
        expect(page).to_have_title("Edit “By the keyboard” · Latchkey")
        editor.title.fill("By the other keyboard")
        expect(editor.draft_stored).to_be_visible()
        editor.title.press("Meta+s")
        expect(editor.draft_stored).to_have_count(0)
        expect(page).to_have_title("Edit “By the other keyboard” · Latchkey")
    address = page.url.partition("/posts/")[2].removesuffix("/edit")
    assert save_requests(calls) == ["POST /api/posts/ 201", f"PUT /api/posts/{address}/ 200"]

    # The URL is now the post's.
    page.reload()
    editor.expect_content("By the other keyboard")
    editor.fill("By the keyboard again")
    editor.body.press("Control+s")
    expect(page).to_have_title("Edit “By the keyboard again” · Latchkey")


def test_toolbar_toggles_markdown_with_undo(open_page: OpenPage, flora: Member) -> None:
    """EditorToolbar.test.ts has all buttons, keys and selections; only a browser can undo."""
    page = open_page(flora.email)
    editor = Editor(page).open()
    page.wait_for_function("() => customElements.get('markdown-toolbar') !== undefined")
    toolbar = page.get_by_role("toolbar", name="Formatting")
    text = "First line\n\nA word here"
    for name, prefix in (("Heading", "## "), ("Quote", "> ")):
        button = toolbar.get_by_role("button", name=name, exact=True)
        styled = text.replace("A word", f"{prefix}A word")
        editor.body.fill(text)
        editor.select(14, 18)
        for press, written in (("click", styled), ("Enter", text), ("Space", styled)):
            if press == "click":
                button.click()
            else:
                button.press(press)
            expect(editor.body).to_have_value(written)
            expect(editor.body).to_be_focused()
        assert editor.selection()[:2] == (14 + len(prefix), 18 + len(prefix))
        for written in (text, styled, text):
            editor.body.press("Control+z")
            expect(editor.body).to_have_value(written)
    editor.body.fill("word")
    editor.body.select_text()
    editor.body.press("Control+b")
    expect(editor.body).to_have_value("**word**")
    expect(editor.draft_stored).to_be_visible()


def test_enter_moves_to_the_next_field(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    tags, visibility = page.get_by_label("Tags"), page.get_by_label("Visibility")
    with api_proxy.recording() as calls:
        editor.title.fill("A title, and on to the text")
        editor.title.press("Enter")
        expect(editor.body).to_be_focused()
        page.keyboard.type("The text.")
        # A hidden body is shown again.
        page.get_by_role("button", name="Preview").click()
        editor.title.press("Enter")
        expect(editor.body).to_be_focused()
        tags.press("Enter")
        expect(visibility).to_be_focused()
        for choice in (visibility, page.get_by_label("Status")):
            choice.press("Enter")
        editor.body.press("Control+s")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
    editor.expect_content("A title, and on to the text", "The text.")
    assert save_requests(calls) == ["POST /api/posts/ 201"]


@pytest.mark.parametrize(
    ("length", "status", "message"),
    [
        (200_001, 400, "This text is longer than 200 kB. Split it in two."),
        (3_000_000, 413, "This text is too long to send. Split it in two."),
    ],
)
def test_preview_reports_long_text(
    open_page: OpenPage,
    flora: Member,
    page_errors: PageErrors,
    length: int,
    status: int,
    message: str,
) -> None:
    page_errors.expect_error(f"status of {status}")
    page = open_page(flora.email)
    editor = Editor(page).open()
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_have_text("Nothing to preview yet.")
    page.get_by_role("button", name="Preview").click()
    editor.fill("Long", "x" * length)
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_contain_text(message)


def test_preview_reports_throttling(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 429")
    page = open_page(flora.email)
    page.clock.install()
    editor = Editor(page).open()
    editor.fill("Looked at too often", "A **bold** word.")
    preview = page.get_by_role("region", name="Preview")
    again = preview.get_by_role("button", name="Try again")
    pause_clock(page)
    with api_proxy.responding(
        "/api/posts/preview/", error_response(429, "throttled", ("Retry-After", "30"))
    ):
        page.get_by_role("button", name="Preview").click()
        expect(preview).to_contain_text("Too many previews. You can keep writing.")
    expect(again).to_be_disabled()
    page.clock.run_for(10_000)
    expect(again).to_have_text("Try again in 20 s")
    page.clock.run_for(20_000)
    expect(again).to_have_text("Try again")
    again.click()
    expect(preview.locator("strong")).to_have_text("bold")


def test_preview_is_what_will_be_published(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    body = "A **bold** word.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n"
    editor.fill("Looked at first", body)
    preview = page.get_by_role("region", name="Preview")
    full_screen = page.get_by_role("button", name="Full screen")
    with api_proxy.recording() as calls:
        toolbar = page.get_by_role("toolbar", name="Formatting")
        expect(toolbar).to_be_visible()
        page.get_by_role("button", name="Preview").click()
        expect(preview.locator("table")).to_be_visible()
        # A hidden body cannot be edited.
        expect(editor.body).to_be_hidden()
        expect(toolbar).to_be_hidden()
        # Full screen shows body and preview only.
        full_screen.click()
        expect(page.get_by_role("banner")).to_be_hidden()
        expect(editor.title).to_be_hidden()
        expect(editor.body).to_be_visible()
        expect(toolbar).to_be_visible()
        editor.body.press("Control+End")
        editor.body.press_sequentially("## Typed on")
        expect(preview.get_by_role("heading", name="Typed on")).to_be_visible()
    assert set(from_browser(calls)) == {"POST /api/posts/preview/ 200"}
    seen = preview.locator(".post-body > div").inner_html()
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("Escape")
    expect(editor.title).to_be_visible()
    expect(page.get_by_role("banner")).to_be_visible()
    expect(full_screen).to_have_attribute("aria-pressed", "false")

    # The published HTML equals the preview.
    editor.save("Looked at first")
    assert displayed_body(page).locator("> div").inner_html() == seen
