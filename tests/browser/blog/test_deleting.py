"""Deleting a post: confirmation, undo and failures."""

from playwright.sync_api import expect

from tests.api_proxy import ApiProxy, error_response
from tests.browser.blog.editor import Editor, displayed_body
from tests.browser.blog.posts import Posts
from tests.browser.clock import pause_clock
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit
from tests.members import Member


def test_delete_asks_and_can_be_undone(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    address = posts.create(flora.id, "Gone and back")
    page = visit(open_page(flora.email), address)
    dialog = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(dialog).to_contain_text("“Gone and back” will be deleted.")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    assert posts.addresses("Gone and back") == [address]

    page.get_by_role("button", name="Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete it").click()
    expect_heading(page, "Your drafts")
    expect(page.get_by_role("article").filter(has_text="Gone and back")).to_have_count(0)
    response = page.context.new_page().goto(address)
    assert response is not None
    assert response.status == 404
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    # The undo button comes first in the tab order.
    page.keyboard.press("Tab")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")

    expect_heading(page, "Gone and back")
    expect(displayed_body(page)).to_contain_text("The second line.")


def test_lost_delete_can_be_retried(
    open_page: OpenPage, flora: Member, posts: Posts, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page_errors.expect_error("status of 404")
    address = posts.create(flora.id, "Gone unheard")
    page = visit(open_page(flora.email), address)
    dialog = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    delete = dialog.get_by_role("button", name="Delete it")
    with api_proxy.dropping_responses(f"/api{address}/"):
        delete.click()
        expect(dialog.get_by_role("alert")).to_have_text(
            "The service did not answer, so the post may or may not be deleted. Please try again."
        )
    assert posts.addresses("Gone unheard") == []
    delete.click()
    expect_heading(page, "Your drafts")
    page.get_by_role("button", name="Undo").click()

    expect_heading(page, "Gone unheard")
    assert posts.addresses("Gone unheard") == [address]


def test_delete_of_deleted_post_has_no_undo(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    address = posts.create(flora.id, "Gone elsewhere")
    page = visit(open_page(flora.email), address)
    posts.delete(address)
    dialog = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete it").click()

    expect(dialog.get_by_role("alert")).to_have_text("This post has already been deleted.")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    # The next confirmation shows no earlier error.
    dialog.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(0)


def test_delete_reports_throttling(
    open_page: OpenPage, flora: Member, posts: Posts, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 429")
    page = open_page(flora.email)
    page.clock.install()
    address = posts.create(flora.id, "One too many")
    visit(page, address)
    dialog = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    delete = dialog.get_by_role("button", name="Delete it")
    pause_clock(page)
    with api_proxy.responding(
        f"/api{address}/", error_response(429, "throttled", ("Retry-After", "30"))
    ):
        delete.click()
        expect(dialog.get_by_role("alert")).to_contain_text("too many requests")
    expect(delete).to_be_disabled()
    page.clock.run_for(10_000)
    expect(delete).to_have_text("Delete it in 20 s")
    page.clock.run_for(19_000)
    expect(delete).to_have_text("Delete it in 1 s")
    page.clock.run_for(1_000)
    expect(delete).to_have_text("Delete it")
    # Navigation needs a running clock.
    page.clock.resume()
    delete.click()
    expect_heading(page, "Your drafts")


def test_undo_expires_after_ten_seconds(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    page = open_page(flora.email)
    page.clock.install()
    address = posts.create(flora.id, "Gone for good")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Not to be saved any more.")
    page.get_by_role("button", name="Delete", exact=True).click()
    # No prompt about the unsaved text.
    page.get_by_role("button", name="Delete it").click()
    undo = page.get_by_role("button", name="Undo")
    # The countdown stops under the pointer.
    undo.hover()
    expect_heading(page, "Your drafts")
    # The unsaved text is offered with a new post.
    expect(page.get_by_role("link", name="Gone for good")).to_have_attribute("href", "/posts/new")
    pause_clock(page)
    page.mouse.move(0, 0)
    page.clock.run_for(9_999)
    expect(undo).to_be_visible()
    page.clock.run_for(1)

    expect(undo).to_have_count(0)
    assert posts.addresses("Gone for good") == []
