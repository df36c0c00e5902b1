"""Writing and changing posts in the browser."""

import re

from playwright.sync_api import expect

from e2e.blog.editor import Editor, saves, text_of
from e2e.blog.posts import BODY, Posts
from e2e.conftest import Enter
from e2e.gate import Gate, from_browser
from e2e.heading import NOT_FOUND, expect_heading
from e2e.members import BOB, Member
from e2e.settled import settle, visit
from e2e.watch import Watch


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
    assert saves(calls) == ["POST /api/posts/ 201"]
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


def test_a_draft_is_for_its_author_alone(
    enter: Enter, flora: Member, posts: Posts, watch: Watch
) -> None:
    watch.announce("status of 404")
    address = posts.write(flora.id, "Not for you")

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


def test_ctrl_s_and_cmd_s_save_and_stay(enter: Enter, flora: Member, gate: Gate) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    editor.write("By the keyboard")
    with gate.recording() as calls:
        editor.body.press("Control+s")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
        page.wait_for_url("**/posts/*/edit")
        expect(editor.body).to_be_focused()
        editor.title.fill("By the other keyboard")
        expect(editor.kept).to_be_visible()
        editor.title.press("Meta+s")
        expect(editor.kept).to_have_count(0)
    address = page.url.partition("/posts/")[2].removesuffix("/edit")
    assert saves(calls) == ["POST /api/posts/ 201", f"PUT /api/posts/{address}/ 200"]

    # The address is the post's from now on.
    page.reload()
    editor.expect_text("By the other keyboard")


def test_the_toolbar_and_its_keys_write_markdown(enter: Enter, flora: Member) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    toolbar = page.get_by_role("toolbar", name="Formatting")
    wait_for_toolbar = "() => customElements.get('markdown-toolbar') !== undefined"
    page.wait_for_function(wait_for_toolbar)
    for name, key, markdown in (
        ("Bold", "Control+b", "**word**"),
        ("Italic", "Meta+i", "_word_"),
        ("Link", "Control+k", "[word](url)"),
        ("Code", "Control+e", "`word`"),
        ("Heading", None, "## word"),
        ("Image", None, "![word](url)"),
        ("Quote", None, "> word"),
        ("List", None, "- word"),
        ("Numbered list", None, "1. word"),
    ):
        editor.body.fill("word")
        editor.body.select_text()
        toolbar.get_by_role("button", name=name, exact=True).click()
        expect(editor.body).to_have_value(markdown)
        expect(editor.body).to_be_focused()
        if key is not None:
            editor.body.fill("word")
            editor.body.select_text()
            editor.body.press(key)
            expect(editor.body).to_have_value(markdown)
    expect(editor.kept).to_be_visible()


def test_the_preview_is_the_servers_and_follows_what_is_typed(
    enter: Enter, flora: Member, gate: Gate
) -> None:
    page = enter(flora.email)
    editor = Editor(page).open()
    body = "A **bold** word.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n"
    editor.write("Looked at first", body)
    preview = page.get_by_role("region", name="Preview")
    full_screen = page.get_by_role("button", name="Full screen")
    with gate.recording() as calls:
        page.get_by_role("button", name="Preview").click()
        expect(preview.locator("table")).to_be_visible()
        # In full screen one writes beside it, and everything else is away.
        full_screen.click()
        expect(page.get_by_role("banner")).to_be_hidden()
        expect(editor.title).to_be_hidden()
        expect(editor.body).to_be_visible()
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

    # What was seen is what is published, to the character.
    editor.save("Looked at first")
    assert text_of(page).locator("> div").inner_html() == seen
