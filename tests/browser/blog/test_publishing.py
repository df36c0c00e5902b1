"""Publishing and unpublishing a post."""

from playwright.sync_api import expect

from tests.api_proxy import ApiProxy
from tests.browser.blog.editor import Editor, save_requests
from tests.browser.blog.posts import Posts
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading
from tests.browser.page_load import visit
from tests.members import Member

UNPUBLISHED = "Unpublished. Only you can see it now."
NOTHING_TO_READ = "A published post cannot be empty. Write something, or leave the post a draft."


def test_unpublishing_can_be_undone(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts
) -> None:
    page = open_page(flora.email)
    address = posts.create(flora.id, "Out and in", status="published")
    editor = Editor(page).open(f"{address}/edit")
    state = page.get_by_label("Status")
    expect(editor.button).to_have_text("Save changes")
    state.select_option("draft")
    expect(editor.button).to_have_text("Unpublish")
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(page.get_by_text(UNPUBLISHED)).to_be_visible()
        expect_heading(page, "Out and in")
        expect(page.get_by_role("main")).to_contain_text("Draft: only you can see it")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Published again.")).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text("Draft: only you can see it")
    assert save_requests(calls) == 2 * [f"PUT /api{address}/ 200"]

    # In the editor too, where later edits are neither saved nor lost.
    editor.open(f"{address}/edit")
    state.select_option("draft")
    editor.body.press("Control+s")
    expect(page.get_by_text(UNPUBLISHED)).to_be_visible()
    editor.body.fill("Typed since.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Published again.")).to_be_visible()
    expect(state).to_have_value("published")
    editor.expect_content("Out and in", "Typed since.")
    expect(editor.draft_stored).to_be_visible()
    visit(page, address)
    expect(page.get_by_role("main")).not_to_contain_text("Typed since.")
    posts.delete(address)


def test_empty_post_is_not_published(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    state = page.get_by_label("Status")
    editor.fill("Nothing in it", " ")
    state.select_option("published")
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(editor.body).to_be_focused()
        expect(editor.error_of(editor.body)).to_have_text(NOTHING_TO_READ)
        assert save_requests(calls) == []
        # Both corrections remove the message.
        state.select_option("draft")
        expect(editor.error_of(editor.body)).to_have_count(0)
        expect(editor.alert).to_have_count(0)
        state.select_option("published")
        expect(editor.error_of(editor.body)).to_have_text(NOTHING_TO_READ)
        state.select_option("draft")
        editor.save("Nothing in it")
    assert save_requests(calls) == ["POST /api/posts/ 201"]
