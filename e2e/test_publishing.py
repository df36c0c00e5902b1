"""Writing, changing and deleting posts in the browser: whatever happens, no word is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import Enter
from e2e.cookies import session_of
from e2e.gate import Gate, from_browser
from e2e.heading import NOT_FOUND, expect_heading
from e2e.hold import Hold
from e2e.members import BOB, PASSWORD, Member, Members
from e2e.settled import settle, visit
from e2e.watch import Watch

BODY = "The **first** line.\n\nThe second line.\n"
MERGE = "This post was saved elsewhere in between"


@pytest.fixture(scope="session")
def flora(members: Members) -> Member:
    """Somebody who writes. She leaves drafts only, so that everybody's lists stay as they are."""
    return members.make("flora@example.com", "Flora Inkwell", PASSWORD)


class Editor:
    """The editor, as its tests use it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_label("Title")
        self.body = page.get_by_label("Text", exact=True)
        self.button = page.locator("main form[method=post] button[type=submit]")
        self.alert = page.locator("main").get_by_role("alert")

    def open(self, path: str = "/posts/new") -> "Editor":
        visit(self.page, path)
        expect(self.title).to_be_enabled()
        return self

    def write(self, title: str, body: str = BODY) -> None:
        self.title.fill(title)
        self.body.fill(body)


def text_of(page: Page) -> Locator:
    return page.locator("article .prose")


def write_draft(page: Page, title: str) -> str:
    """Write and save a draft; the address of its editor."""
    editor = Editor(page).open()
    editor.write(title)
    editor.button.click()
    expect_heading(page, title)
    settle(page)
    address = re.search(r"/posts/\d+", page.url)
    assert address is not None
    return f"{address[0]}/edit"


def saves(calls: list[str]) -> list[str]:
    """Those that make or change a post."""
    return [each for each in calls if re.match(r"(POST|PUT) /api/posts/(\d+/)? ", each)]


def test_a_post_is_written_saved_and_seen_and_then_changed(
    enter: Enter, flora: Member, gate: Gate
) -> None:
    page = visit(enter(flora.email), "/")
    page.get_by_role("link", name="Write", exact=True).click()
    expect_heading(page, "Write a post")
    editor = Editor(page)
    editor.write("A walk along the quay")
    with gate.recording() as calls:
        editor.button.click()
        expect_heading(page, "A walk along the quay")
        settle(page)
    assert saves(from_browser(calls)) == ["POST /api/posts/ 201"]
    assert re.fullmatch(r".*/posts/\d+/a-walk-along-the-quay", page.url)
    expect(text_of(page).locator("strong")).to_have_text("first")

    page.get_by_role("link", name="Edit", exact=True).click()
    expect(editor.body).to_have_value(BODY)
    editor.body.fill("Another text.")
    editor.button.click()
    expect_heading(page, "A walk along the quay")
    expect(text_of(page)).to_have_text("Another text.")
    page.reload()
    settle(page)
    expect(text_of(page)).to_have_text("Another text.")

    page.get_by_role("link", name="Drafts", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="A walk along the quay")).to_have_count(1)


def test_a_draft_is_for_its_author_alone(enter: Enter, flora: Member, watch: Watch) -> None:
    watch.announce("status of 404")
    own = enter(flora.email)
    address = write_draft(own, "Not for you").removesuffix("/edit")

    member = enter(BOB)
    answer = member.goto(address)
    settle(member)
    assert answer is not None
    assert answer.status == 404
    assert "Not for you" not in answer.text()
    expect_heading(member, NOT_FOUND)

    # Nobody may turn out to be its author.
    nobody = enter()
    answer = nobody.goto(address)
    settle(nobody)
    assert answer is not None
    assert nobody.url.endswith(f"/login?redirect={address}")
    assert "Not for you" not in answer.text()


def test_a_session_that_ends_while_one_writes_is_begun_again_in_place(
    enter: Enter, flora: Member, members: Members, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 403")
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("Interrupted")
    members.end_session(session_of(page))
    page.evaluate("() => { window.stillHere = true }")
    with gate.recording() as calls:
        editor.button.click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("Please log in again")
        expect(editor.body).to_have_value(BODY)
        dialog.get_by_label("Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Log in").click()
        expect_heading(page, "Interrupted")
        settle(page)

    assert page.evaluate("window.stillHere") is True
    assert saves(from_browser(calls)) == ["POST /api/posts/ 403", "POST /api/posts/ 201"]
    expect(text_of(page)).to_contain_text("The first line.")
    expect(text_of(page)).to_contain_text("The second line.")


def test_two_tabs_that_change_one_post_overwrite_nothing_unseen(
    enter: Enter, flora: Member, watch: Watch
) -> None:
    watch.announce("status of 412")
    first = enter(flora.email)
    address = write_draft(first, "Two hands")
    one = Editor(first).open(address)
    second = first.context.new_page()
    other = Editor(second).open(address)
    one.body.fill("The text of the first tab.")
    other.body.fill("The text of the second tab.")
    one.button.click()
    expect_heading(first, "Two hands")
    other.button.click()

    expect(second.get_by_role("heading", name=MERGE)).to_be_focused()
    first.reload()
    settle(first)
    expect(text_of(first)).to_have_text("The text of the first tab.")
    expect(other.body).to_have_value("The text of the second tab.")
    second.get_by_label("Both, one after the other").check()
    second.get_by_role("button", name="Save what I chose").click()
    expect(
        second.get_by_text("Changes saved.").or_(second.get_by_text("Draft saved."))
    ).to_be_visible()
    first.reload()
    settle(first)
    expect(text_of(first)).to_contain_text("The text of the first tab.")
    expect(text_of(first)).to_contain_text("The text of the second tab.")


def test_a_doubled_click_makes_one_post(enter: Enter, flora: Member, gate: Gate) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("Once only")
    answer = Hold(page, "**/api/posts/")
    with gate.recording() as calls:
        editor.button.dblclick()
        expect(editor.button).to_be_disabled()
        editor.title.press("Enter")
        assert answer.count == 1
        answer.release()
        expect_heading(page, "Once only")
        settle(page)

    assert saves(from_browser(calls)) == ["POST /api/posts/ 201"]
    page.get_by_role("link", name="Drafts", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="Once only")).to_have_count(1)


def test_nothing_is_lost_when_the_api_is_gone_and_comes_back(
    enter: Enter, flora: Member, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("In spite of it all")
    with gate.closed():
        editor.button.click()
        expect(editor.alert).to_contain_text("Your text is still here")
        expect(editor.title).to_have_value("In spite of it all")
        expect(editor.body).to_have_value(BODY)
    editor.button.click()

    expect_heading(page, "In spite of it all")
    expect(text_of(page)).to_contain_text("The second line.")


def test_what_was_typed_is_offered_again_when_the_tab_was_closed(
    enter: Enter, flora: Member
) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("Left behind")
    expect(page.get_by_text("Not saved yet, but kept in this browser.")).to_be_visible()
    page.close()  # asks nobody
    again = page.context.new_page()
    editor = Editor(again).open()
    again.get_by_role("button", name="Take it back").click()

    expect(editor.title).to_have_value("Left behind")
    expect(editor.body).to_have_value(BODY)
    editor.button.click()
    expect_heading(again, "Left behind")


def test_what_was_deleted_can_be_taken_back(enter: Enter, flora: Member, watch: Watch) -> None:
    watch.announce("status of 404")
    page = enter(flora.email)
    post = write_draft(page, "Gone and back").removesuffix("/edit")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect_heading(page, "Your drafts")
    expect(page.get_by_role("article").filter(has_text="Gone and back")).to_have_count(0)
    other = page.context.new_page()
    answer = other.goto(post)
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("button", name="Undo").click()

    expect_heading(page, "Gone and back")
    expect(text_of(page)).to_contain_text("The second line.")


def test_what_is_published_for_everyone_is_on_the_home_page_and_at_one_address(
    enter: Enter, flora: Member
) -> None:
    author = enter(flora.email)
    editor = Editor(author).open()
    editor.write("For all to see")
    author.get_by_label("Who may read it").select_option("Everyone")
    author.get_by_label("State").select_option("Published")
    editor.button.click()
    expect_heading(author, "For all to see")
    address = author.url

    page = visit(enter(), "/")
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
