"""Unsaved drafts in localStorage, per author and post."""

import re

from playwright.sync_api import Error, Page, expect

from tests.browser.blog.editor import Editor
from tests.browser.blog.posts import BODY, Posts, StoredPost
from tests.browser.clock import pause_clock
from tests.browser.conftest import OpenPage
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit
from tests.members import BOB, Member, Members, set_session_cookies


def leave(editor: Editor, path: str) -> Editor:
    """Close the tab and open a path in a new one."""
    page = editor.page.context.new_page()
    editor.page.close()
    return Editor(page).open(path)


def wait_until_stored(page: Page, text: str) -> None:
    """Wait until localStorage has a draft with this body."""
    page.wait_for_function(
        "text => Object.values(localStorage).some(kept => JSON.parse(kept).draft?.body === text)",
        arg=text,
    )


def crash(page: Page) -> None:
    """Crash the renderer, without any event in the page."""
    with page.expect_event("crash"):
        try:
            page.goto("chrome://crash", wait_until="commit")
        except Error:
            """The navigation never completes."""


def test_draft_survives_crash_and_closed_tab(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.fill("Left behind")
    expect(editor.draft_stored).to_be_visible()
    wait_until_stored(page, BODY)
    crash(page)
    again = page.context.new_page()
    editor = Editor(again).open()
    editor.restore_draft("Left behind")
    editor.expect_content("Left behind")
    expect(editor.unsaved_draft("Left behind")).to_have_count(0)
    editor.body.fill("Written on.")
    again.close()  # without a prompt

    last = page.context.new_page()
    editor = Editor(last).open()
    # The last words tell drafts with the same title apart.
    expect(editor.unsaved_draft("Left behind")).to_contain_text("ending with Written on.")
    editor.restore_draft("Left behind")
    editor.expect_content("Left behind", "Written on.")
    editor.save("Left behind")
    # A saved draft is no longer offered.
    editor.open()
    expect(editor.unsaved_draft("Left behind")).to_have_count(0)


def test_autosave_while_typing(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    editor.title.fill("Without a breath")
    editor.body.press_sequentially("word " * 8, delay=50)
    crash(page)
    editor = Editor(page.context.new_page()).open()
    editor.restore_draft("Without a breath")
    expect(editor.body).to_have_value(re.compile("(word ){5}"))


def test_restore_takes_the_latest_draft(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    writing = Editor(page).open()
    writing.fill("In two tabs", "First words")
    wait_until_stored(page, "First words")
    other = Editor(page.context.new_page()).open()
    expect(other.unsaved_draft("In two tabs")).to_contain_text("ending with First words")
    writing.body.fill("First words, and an hour of more")
    expect(other.unsaved_draft("In two tabs")).to_contain_text("an hour of more")
    crash(page)
    other.restore_draft("In two tabs")
    other.expect_content("In two tabs", "First words, and an hour of more")


def test_drafts_page_lists_unsaved_drafts(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    gone = posts.create(flora.id, "No more")
    editor = Editor(open_page(flora.email)).open(f"{gone}/edit")
    editor.body.fill("Of a post that is gone.")
    expect(editor.draft_stored).to_be_visible()
    posts.delete(gone)
    address = posts.create(flora.id, "Still there")
    editor = leave(editor, f"{address}/edit")
    editor.body.fill("Half a sentence")
    expect(editor.draft_stored).to_be_visible()
    page = leave(editor, "/posts/new").page
    visit(page, "/posts/drafts")
    texts = page.get_by_role("region", name="Unsaved drafts in this browser")
    expect(texts.get_by_role("link")).to_have_text(["Still there", "No more"])
    texts.get_by_role("link", name="No more").click()
    expect(Editor(page).unsaved_draft("No more")).to_be_visible()
    page.go_back()
    texts.get_by_role("link", name="Still there").click()
    Editor(page).restore_draft("Still there")
    Editor(page).save("Still there")
    visit(page, "/posts/drafts")
    expect(texts.get_by_role("link")).to_have_text(["No more"])


def test_draft_of_deleted_post_is_offered(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    address = posts.create(flora.id, "Deleted post")
    editor = Editor(open_page(flora.email)).open(f"{address}/edit")
    editor.body.fill("An hour of work.")
    expect(editor.draft_stored).to_be_visible()
    posts.delete(address)
    editor = leave(editor, "/posts/new")
    expect(editor.unsaved_draft("Deleted post")).to_be_visible()
    # Restoring the post moves the draft back to it.
    posts.restore(address)
    editor = leave(editor, f"{address}/edit")
    expect(editor.unsaved_draft("Deleted post")).to_be_visible()
    posts.delete(address)
    editor = leave(editor, "/posts/new")
    editor.restore_draft("Deleted post")
    editor.expect_content("Deleted post", "An hour of work.")
    editor.save("Deleted post")
    assert posts.with_title("Deleted post") == [StoredPost(flora.id, "An hour of work.")]


def test_draft_of_reassigned_post_is_offered(
    open_page: OpenPage, flora: Member, posts: Posts, members: Members
) -> None:
    address = posts.create(flora.id, "Handed over", status="published")
    editor = Editor(open_page(flora.email)).open(f"{address}/edit")
    editor.body.fill("An hour of work.")
    expect(editor.draft_stored).to_be_visible()
    heir = members.create("heir@example.com", "Hedda Erb")
    posts.change(address, author_id=heir.id)
    drafts = visit(editor.page.context.new_page(), "/posts/drafts")
    link = drafts.get_by_role("link", name="Handed over")
    expect(link).to_have_attribute("href", "/posts/new")
    editor = leave(editor, "/posts/new")
    editor.restore_draft("Handed over")
    editor.save("Handed over")

    written = [(post.author, post.body) for post in posts.with_title("Handed over")]
    assert written == [(heir.id, BODY), (flora.id, "An hour of work.")]


def test_draft_belongs_to_author_and_post(
    open_page: OpenPage, flora: Member, posts: Posts, members: Members, base_url: str
) -> None:
    page = open_page(flora.email)
    address = posts.create(flora.id, "There already")
    editor = Editor(page).open()
    editor.fill("A new one", "For the new post.")
    expect(editor.draft_stored).to_be_visible()
    editor = leave(editor, f"{address}/edit")
    editor.expect_content("There already")
    expect(editor.unsaved_draft("A new one")).to_have_count(0)
    editor.body.fill("For the old post.")
    expect(editor.draft_stored).to_be_visible()
    editor = leave(editor, "/posts/new")
    expect(editor.unsaved_draft("There already")).to_have_count(0)
    expect(editor.unsaved_draft("A new one")).to_be_visible()

    # Another account in the same browser sees no draft and removes none.
    set_session_cookies(page.context, members.log_in(BOB), base_url)
    editor = leave(editor, "/posts/new")
    expect(editor.title).to_have_value("")
    expect(editor.page.get_by_text("Unsaved draft from")).to_have_count(0)

    set_session_cookies(page.context, members.log_in(flora.email), base_url)
    editor = leave(editor, "/posts/new")
    throw_away = editor.unsaved_draft("A new one").get_by_role("button", name="Discard")
    throw_away.click()
    expect(editor.unsaved_draft("A new one")).to_have_count(0)
    # Discarding can be undone.
    editor.page.get_by_role("button", name="Undo").click()
    expect(editor.page.get_by_text("Restored.")).to_be_visible()
    expect(editor.unsaved_draft("A new one")).to_contain_text("For the new post.")
    throw_away.click()
    expect(editor.unsaved_draft("A new one")).to_have_count(0)
    expect(editor.body).to_be_focused()
    editor = leave(editor, "/posts/new")
    expect(editor.unsaved_draft("A new one")).to_have_count(0)
    editor = leave(editor, f"{address}/edit")
    editor.restore_draft("There already")
    editor.expect_content("There already", "For the old post.")


def test_discarded_drafts_can_be_restored(open_page: OpenPage, flora: Member) -> None:
    editor = Editor(open_page(flora.email)).open()
    for title in ("The first", "The second"):
        editor.fill(title)
        expect(editor.draft_stored).to_be_visible()
        editor = leave(editor, "/posts/new")
    for title in ("The first", "The second"):
        editor.unsaved_draft(title).get_by_role("button", name="Discard").click()
        expect(editor.unsaved_draft(title)).to_have_count(0)
        expect(editor.page.get_by_text(f"Discarded: “{title}”.")).to_be_visible()
    undo = editor.page.get_by_role("button", name="Undo")
    expect(undo).to_have_count(2)
    # Another notice does not replace them.
    editor.fill("A third")
    editor.body.press("Control+s")
    expect(editor.page.get_by_text("Draft saved.")).to_be_visible()
    expect(undo).to_have_count(2)

    for title, left in (("The second", 1), ("The first", 0)):
        undo.first.click()
        expect(editor.unsaved_draft(title)).to_be_visible()
        expect(undo).to_have_count(left)
    expect(editor.page.get_by_text("Restored.")).to_have_count(1)


def test_undo_lasts_ten_seconds_each(open_page: OpenPage, flora: Member) -> None:
    page = open_page(flora.email)
    page.clock.install()
    editor = Editor(page).open()
    titles = ("First to go", "Next to go")
    for title in titles:
        other = Editor(page.context.new_page()).open()
        other.fill(title)
        wait_until_stored(other.page, BODY)
        expect(editor.unsaved_draft(title)).to_be_visible()
        other.page.close()
    undo = page.get_by_role("button", name="Undo")
    pause_clock(page)
    for number, title in enumerate(titles, start=1):
        editor.unsaved_draft(title).get_by_role("button", name="Discard").click()
        expect(undo).to_have_count(number)
        page.mouse.move(0, 0)
        page.clock.run_for(6_000)
        # The countdowns overlap.
    expect(undo).to_have_count(1)
    expect(page.get_by_text("Discarded: “Next to go”.")).to_be_visible()
    page.clock.run_for(3_999)
    expect(undo).to_be_visible()

    undo.hover()
    page.clock.run_for(20_000)
    undo.focus()
    page.mouse.move(0, 0)
    page.clock.run_for(20_000)
    expect(undo).to_be_visible()
    page.keyboard.press("Enter")
    expect(editor.unsaved_draft("Next to go")).to_be_visible()
    expect(undo).to_have_count(0)
    back = page.get_by_text("Restored.")
    page.clock.run_for(5_999)
    expect(back).to_be_visible()
    # The focused button is gone.
    page.clock.run_for(1)
    expect(back).to_have_count(0)
