"""Deleting asks first, and can be undone for ten seconds."""

from playwright.sync_api import expect

from e2e.blog.editor import Editor, text_of
from e2e.blog.posts import Posts
from e2e.conftest import Enter
from e2e.heading import expect_heading
from e2e.members import Member
from e2e.settled import visit
from e2e.watch import Watch


def test_deleting_asks_and_can_be_undone(
    enter: Enter, flora: Member, posts: Posts, watch: Watch
) -> None:
    watch.announce("status of 404")
    address = posts.write(flora.id, "Gone and back")
    page = visit(enter(flora.email), address)
    dialog = page.get_by_role("dialog", name="Delete this post?")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(dialog).to_contain_text("“Gone and back” disappears for everyone.")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    assert posts.addresses("Gone and back") == [address]

    page.get_by_role("button", name="Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete it").click()
    expect_heading(page, "Your drafts")
    expect(page.get_by_role("article").filter(has_text="Gone and back")).to_have_count(0)
    answer = page.context.new_page().goto(address)
    assert answer is not None
    assert answer.status == 404
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    # Ten seconds are not enough to go through the whole page by keyboard.
    page.keyboard.press("Tab")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")

    expect_heading(page, "Gone and back")
    expect(text_of(page)).to_contain_text("The second line.")


def test_after_ten_seconds_the_offer_to_undo_is_gone(
    enter: Enter, flora: Member, posts: Posts
) -> None:
    page = enter(flora.email)
    page.clock.install()
    address = posts.write(flora.id, "Gone for good")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Not to be saved any more.")
    page.get_by_role("button", name="Delete", exact=True).click()
    # Whoever deletes a post is not asked about the text in it.
    page.get_by_role("button", name="Delete it").click()
    expect_heading(page, "Your drafts")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(7_000)
    expect(undo).to_be_visible()
    page.clock.run_for(3_500)

    expect(undo).to_have_count(0)
    assert posts.addresses("Gone for good") == []
