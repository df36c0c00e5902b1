"""What is typed is kept in the browser: for its author, and for the post it belongs to."""

from playwright.sync_api import Error, Page, expect

from e2e.blog.editor import Editor
from e2e.blog.posts import Posts
from e2e.conftest import Enter
from e2e.members import BOB, Member, Members, give_session


def leave(editor: Editor, path: str) -> Editor:
    """Close the tab, and open this in another one."""
    page = editor.page.context.new_page()
    editor.page.close()
    return Editor(page).open(path)


def crash(page: Page) -> None:
    """The page is gone at once, and nothing in it was told."""
    with page.expect_event("crash"):
        try:
            page.goto("chrome://crash", wait_until="commit")
        except Error:
            """It never gets there."""


def test_what_was_typed_is_offered_again_after_a_crash_and_when_the_tab_was_closed(
    enter: Enter, flora: Member
) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("Left behind")
    expect(editor.kept).to_be_visible()
    page.wait_for_function("() => localStorage.length > 0")
    crash(page)
    again = page.context.new_page()
    editor = Editor(again).open()
    editor.take_back("Left behind")
    editor.expect_text("Left behind")
    expect(editor.offer("Left behind")).to_have_count(0)
    editor.body.fill("Written on.")
    again.close()  # asks nobody

    last = page.context.new_page()
    editor = Editor(last).open()
    # Two of one title are told apart by what was written last.
    expect(editor.offer("Left behind")).to_contain_text("which ends with Written on.")
    editor.take_back("Left behind")
    editor.expect_text("Left behind", "Written on.")
    editor.save("Left behind")
    # What has been saved is offered no more.
    editor.open()
    expect(editor.offer("Left behind")).to_have_count(0)


def test_each_text_is_offered_where_it_belongs_until_it_is_thrown_away(
    enter: Enter, flora: Member, posts: Posts, members: Members, base_url: str
) -> None:
    page = enter(flora.email)
    address = posts.write(flora.id, "There already")
    editor = Editor(page).open()
    editor.write("A new one", "For the new post.")
    expect(editor.kept).to_be_visible()
    editor = leave(editor, f"{address}/edit")
    editor.expect_text("There already")
    expect(editor.offer("A new one")).to_have_count(0)
    editor.body.fill("For the old post.")
    expect(editor.kept).to_be_visible()
    editor = leave(editor, "/posts/new")
    expect(editor.offer("There already")).to_have_count(0)
    expect(editor.offer("A new one")).to_be_visible()

    # Somebody else at the same browser is offered nothing, and takes nothing away.
    give_session(page.context, members.log_in(BOB), base_url)
    editor = leave(editor, "/posts/new")
    expect(editor.title).to_have_value("")
    expect(editor.page.get_by_text("that was not saved")).to_have_count(0)

    give_session(page.context, members.log_in(flora.email), base_url)
    editor = leave(editor, "/posts/new")
    editor.offer("A new one").get_by_role("button", name="Throw it away").click()
    expect(editor.offer("A new one")).to_have_count(0)
    editor = leave(editor, "/posts/new")
    expect(editor.offer("A new one")).to_have_count(0)
    editor = leave(editor, f"{address}/edit")
    editor.take_back("There already")
    editor.expect_text("There already", "For the old post.")
