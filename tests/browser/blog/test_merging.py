"""Conflicts: the merge view shows both versions before one is overwritten."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api_proxy import ApiProxy
from tests.browser.blog.editor import Editor, displayed_body, save_requests
from tests.browser.blog.posts import Posts, StoredPost
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import wait_until_idle
from tests.members import Member

MERGE = "There is a newer version of this post"
IF_MATCH = "if-match"


def choose(page: Page, side: str) -> None:
    page.get_by_label(side).check()
    page.get_by_role("button", name="Save my choices").click()


@pytest.mark.each_layout
def test_two_tabs_overwrite_nothing_unseen(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 412")
    first = open_page(flora.email)
    address = posts.create(flora.id, "Two hands")
    one = Editor(first).open(f"{address}/edit")
    second = first.context.new_page()
    other = Editor(second).open(f"{address}/edit")
    one.body.fill("The text of the first tab.")
    other.body.fill("The text of the second tab.")
    one.button.click()
    expect_heading(first, "Two hands")
    other.button.click()

    expect(second.get_by_role("heading", name=MERGE)).to_be_focused()
    first.reload()
    wait_until_idle(first)
    expect(displayed_body(first)).to_have_text("The text of the first tab.")
    expect(other.body).to_have_value("The text of the second tab.")
    second.get_by_label("Both, one after the other").check()
    second.get_by_role("button", name="Save my choices").click()
    expect(
        second.get_by_text("Changes saved.").or_(second.get_by_text("Draft saved."))
    ).to_be_visible()
    first.reload()
    wait_until_idle(first)
    expect(displayed_body(first)).to_contain_text("The text of the first tab.")
    expect(displayed_body(first)).to_contain_text("The text of the second tab.")


def test_missing_version_opens_merge_view(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 428")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Nameless")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Mine.")
    posts.change(address, body="Theirs.")

    def strip(route: Route) -> None:
        headers = {name: value for name, value in route.request.headers.items() if name != IF_MATCH}
        route.continue_(headers=headers)

    page.route(f"**/api{address}/", strip, times=1)
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(page.get_by_role("heading", name=MERGE)).to_be_focused()
        assert posts.with_title("Nameless") == [StoredPost(flora.id, "Theirs.")]
        editor.expect_content("Nameless", "Mine.")
        choose(page, "Your version")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert save_requests(calls) == [f"PUT /api{address}/ 428", f"PUT /api{address}/ 200"]
    assert posts.with_title("Nameless") == [StoredPost(flora.id, "Mine.")]


def test_conflict_after_lost_create_opens_merge_view(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page_errors.expect_error("status of 409")
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Unheard", "Mine.")
    with api_proxy.dropping_responses("/api/posts/"):
        editor.button.click()
        expect(editor.alert).to_contain_text("cannot be reached")
    (address,) = posts.addresses("Unheard")
    posts.change(address, body="Theirs.")
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(page.get_by_role("heading", name=MERGE)).to_be_focused()
        editor.expect_content("Unheard", "Mine.")
        choose(page, "Saved version")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert save_requests(calls)[0] == "POST /api/posts/ 409"
    assert posts.with_title("Unheard") == [StoredPost(flora.id, "Theirs.")]


def test_merge_view_shows_newer_changes(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 412")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Four hands", body="The first.\n\nThe second.\n\nThe third.")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("The first.\n\nThe second.\n\nThe last.")
    posts.change(address, summary="In short.", body="The only.\n\nThe second.\n\nThe third.")
    with api_proxy.recording() as calls:
        editor.button.click()
        view = page.get_by_role("region", name=MERGE)
        expect(view).to_contain_text("Your changes and the newer version fit together.")
        expect(view.get_by_role("heading", level=3)).to_have_text("Changes in the newer version")
        # Changes of the newer version only.
        expect(view.get_by_role("term")).to_have_text(["Body", "Summary"])
        expect(view.get_by_role("deletion")).to_have_text(["first"])
        expect(view.get_by_role("insertion")).to_have_text(["only", "In short."])
        expect(view.get_by_role("definition").first).to_contain_text("The second.")
        expect(view.get_by_role("radio")).to_have_count(0)
        view.get_by_role("button", name="Save both").click()
        expect(page.get_by_text("Draft saved.")).to_be_visible()

    both = "The only.\n\nThe second.\n\nThe last."
    expect(view).to_have_count(0)
    editor.expect_content("Four hands", both)
    expect(page.get_by_label("Summary", exact=True)).to_have_value("In short.")
    assert save_requests(calls) == [f"PUT /api{address}/ 412", f"PUT /api{address}/ 200"]
    assert posts.with_title("Four hands") == [StoredPost(flora.id, both)]


def test_merge_can_be_reviewed_before_saving(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 412")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Looked over")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Mine.")
    posts.change(address, body="Theirs.")
    with api_proxy.recording() as calls:
        editor.button.click()
        look = page.get_by_role("button", name="Review first")
        look.click()
        # A missing choice is reported by the page, not by the browser.
        yours = page.get_by_label("Your version")
        expect(yours).to_be_focused()
        expect(yours).to_have_accessible_description("Choose a version.")
        page.get_by_role("button", name="Save my choices").click()
        expect(yours).to_be_focused()
        editor.expect_content("Looked over", "Mine.")
        page.get_by_label("Both, one after the other").check()
        expect(page.get_by_text("Choose a version.")).to_have_count(0)
        look.click()
        expect(page.get_by_role("region", name=MERGE)).to_have_count(0)
        editor.expect_content("Looked over", "Mine.\n\nTheirs.")
        expect(editor.body).to_be_focused()
        expect(editor.draft_stored).to_be_visible()
        assert save_requests(calls) == [f"PUT /api{address}/ 412"]
        assert posts.with_title("Looked over") == [StoredPost(flora.id, "Theirs.")]

        editor.body.fill("Mine, after theirs.")
        editor.save("Looked over")
    assert save_requests(calls) == [f"PUT /api{address}/ 412", f"PUT /api{address}/ 200"]
    assert posts.with_title("Looked over") == [StoredPost(flora.id, "Mine, after theirs.")]


def test_dropped_text_is_kept_as_draft(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 412")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Dropped")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Mine.")
    posts.change(address, body="Theirs.")
    editor.button.click()
    page.get_by_role("button", name="Discard mine").click()
    editor.expect_content("Dropped", "Theirs.")

    editor.open(f"{address}/edit")
    editor.restore_draft("Dropped")
    editor.expect_content("Dropped", "Mine.")
    # The draft is older than the newer version, so the view opens again.
    editor.button.click()
    expect(page.get_by_role("heading", name=MERGE)).to_be_focused()
    choose(page, "Your version")
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert posts.with_title("Dropped") == [StoredPost(flora.id, "Mine.")]


def test_choice_is_reset_by_a_newer_version(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 412")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Moving")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Mine.")
    posts.change(address, body="Theirs.")
    editor.button.click()
    theirs = page.get_by_label("Saved version")
    theirs.check()
    posts.change(address, body="Theirs, once more.")
    editor.body.press("Control+s")

    expect(page.get_by_role("group").get_by_text("Theirs, once more.")).to_be_visible()
    expect(theirs).not_to_be_checked()
    choose(page, "Your version")
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert posts.with_title("Moving") == [StoredPost(flora.id, "Mine.")]
