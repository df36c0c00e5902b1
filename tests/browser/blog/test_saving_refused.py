"""Refused saves: each has its own message, and the text stays."""

import json

import pytest
from playwright.sync_api import expect

from tests.api_proxy import ApiProxy, Response, error_response
from tests.browser.blog.editor import Editor, save_requests
from tests.browser.blog.posts import BODY, Posts, StoredPost
from tests.browser.clock import pause_clock
from tests.browser.conftest import OpenPage
from tests.browser.headings import FORBIDDEN, NOT_FOUND, expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import wait_until_idle
from tests.members import Member, Members

STILL_HERE = "Your text is still here."

# Half a surrogate pair, which the API refuses and the form accepts.
END_IN_HALF_AN_EMOJI = """field => {
    field.value += '\\uD83D'
    field.dispatchEvent(new Event('input'))
}"""
NOT_ALLOWED = "Surrogate characters are not allowed: U+D83D."


def test_form_errors_are_shown_and_not_sent(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy
) -> None:
    page = open_page(flora.email)
    editor = Editor(page).open()
    summary = page.get_by_label("Summary", exact=True)
    editor.fill(" ", "x" * 200_001)
    summary.fill("y" * 301)
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(editor.title).to_be_focused()
        for field, message in (
            (editor.title, "Add a title."),
            (editor.body, "A body may have at most 200 kB; this one has 201 kB. Split it in two."),
            (summary, "A summary may have at most 300 characters; this one has 301."),
        ):
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(editor.error_of(field)).to_have_text(message)
            expect(editor.alert).to_contain_text(message)
        expect(editor.alert).to_contain_text("This post cannot be saved yet:")
        assert save_requests(calls) == []

    # The error summary links to the fields; a corrected field loses its error.
    editor.title.fill("Found in time")
    expect(editor.title).to_have_attribute("aria-invalid", "false")
    expect(editor.alert).not_to_contain_text("Add a title.")
    editor.alert.get_by_role("link", name="Summary").click()
    expect(summary).to_be_focused()
    summary.fill("y" * 302)
    expect(editor.error_of(summary)).to_contain_text("this one has 302.")
    summary.fill("Short.")
    expect(editor.error_of(summary)).to_have_count(0)
    editor.button.click()
    expect(editor.body).to_be_focused()
    editor.body.fill(BODY)
    expect(editor.alert).to_have_count(0)
    editor.save("Found in time")


def test_first_invalid_field_gets_focus(
    open_page: OpenPage, flora: Member, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 400 .*/api/posts/preview/")
    page = open_page(flora.email)
    editor = Editor(page).open()
    full_screen = page.get_by_role("button", name="Full screen")
    editor.body.fill(BODY)
    full_screen.click()
    expect(editor.title).to_be_hidden()
    editor.body.press("Control+s")
    expect(editor.title).to_be_focused()
    expect(full_screen).to_have_attribute("aria-pressed", "false")
    full_screen.click()
    expect(editor.title).to_be_hidden()
    editor.alert.get_by_role("link", name="Title").click()
    expect(editor.title).to_be_focused()

    # A hidden body is shown again.
    editor.fill("Wherever one writes", "x" * 200_001)
    page.get_by_role("button", name="Preview").click()
    expect(editor.body).to_be_hidden()
    for _ in range(2):  # again with the error already shown
        editor.button.click()
        expect(editor.body).to_be_focused()
        page.get_by_role("button", name="Preview").click()
    editor.alert.get_by_role("link", name="Body").click()
    expect(editor.body).to_be_focused()

    editor.body.fill(BODY)
    full_screen.click()
    editor.save("Wherever one writes")
    expect(page.get_by_role("banner")).to_be_visible()


def test_api_errors_are_shown_on_fields(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 400")
    page = open_page(flora.email)
    editor = Editor(page).open()
    summary = page.get_by_label("Summary", exact=True)
    editor.fill("Found by the server")
    for field in (editor.title, summary):
        field.evaluate(END_IN_HALF_AN_EMOJI)
    with api_proxy.recording() as calls:
        editor.button.click()
        expect(editor.title).to_be_focused()
    assert save_requests(calls) == ["POST /api/posts/ 400"]
    for field, name in ((editor.title, "Title"), (summary, "Summary")):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(editor.error_of(field)).to_have_text(NOT_ALLOWED)
        expect(editor.alert).to_contain_text(f"{name}: {NOT_ALLOWED}")
    expect(editor.body).to_have_value(BODY)

    # Editing a field clears an error that only the API knows.
    editor.title.fill("Found by the server")
    expect(editor.error_of(editor.title)).to_have_count(0)
    expect(editor.error_of(summary)).to_have_text(NOT_ALLOWED)
    summary.fill("")
    expect(editor.alert).to_have_count(0)
    editor.save("Found by the server")


def test_error_of_unknown_field_is_shown(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 400")
    editor = Editor(open_page(flora.email)).open()
    editor.fill("A field more")
    found = {"code": "required", "detail": "This field is required.", "attr": "language"}
    body = json.dumps({"type": "validation_error", "errors": [found]}).encode()
    with api_proxy.responding("/api/posts/", Response(400, body)):
        editor.button.click()
        expect(editor.alert).to_contain_text("This post cannot be saved yet:")
        expect(editor.alert.get_by_role("listitem")).to_have_text(
            "language: This field is required."
        )
    editor.save("A field more")


def test_forbidden_change_can_be_saved_as_new(
    open_page: OpenPage, flora: Member, members: Members, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Handed over", status="published", visibility="members")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("What I wanted to add.")
    other = members.create("gil@example.com", "Gil")
    posts.change(address, author_id=other.id)
    editor.button.click()
    expect(editor.alert).to_contain_text(
        f"You may not change this post. {STILL_HERE} Only its author may change this post."
    )
    editor.expect_content("Handed over", "What I wanted to add.")

    page.get_by_label("Status").select_option("draft")
    editor.alert.get_by_role("button", name="Save as a new post").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert posts.with_title("Handed over") == [
        StoredPost(other.id, BODY),
        StoredPost(flora.id, "What I wanted to add."),
    ]
    # The editor of another member's post is an error page.
    visitor = page.context.new_page()
    response = visitor.goto(f"{address}/edit")
    wait_until_idle(visitor)
    assert response is not None
    assert response.status == 403
    expect_heading(visitor, FORBIDDEN)
    expect(visitor.get_by_text("Only the author can edit a post.")).to_be_visible()
    posts.delete(address)


@pytest.mark.parametrize(
    ("refused", "message", "ways_out"),
    [
        (
            error_response(403, "permission_denied"),
            f"You may not write posts. {STILL_HERE} No.",
            [],
        ),
        (
            error_response(404, "not_found"),
            f"The service cannot be reached at the moment. {STILL_HERE}",
            ["Try again"],
        ),
    ],
)
def test_errors_of_a_new_post(
    open_page: OpenPage,
    flora: Member,
    api_proxy: ApiProxy,
    page_errors: PageErrors,
    refused: Response,
    message: str,
    ways_out: list[str],
) -> None:
    page_errors.expect_error(f"status of {refused.status}")
    editor = Editor(open_page(flora.email)).open()
    editor.fill("Not to be made")
    with api_proxy.responding("/api/posts/", refused):
        editor.button.click()
        expect(editor.alert).to_contain_text(message)
        expect(editor.alert.get_by_role("button")).to_have_text(ways_out)
    editor.expect_content("Not to be made")
    editor.save("Not to be made")


def test_deleted_post_can_be_saved_as_new(
    open_page: OpenPage, flora: Member, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 404")
    page = open_page(flora.email)
    address = posts.create(flora.id, "Deleted post")
    editor = Editor(page).open(f"{address}/edit")
    editor.body.fill("Text to keep.")
    posts.delete(address)
    editor.button.click()
    expect(editor.alert).to_contain_text(f"This post has been deleted. {STILL_HERE}")
    editor.expect_content("Deleted post", "Text to keep.")
    # Its own URL is a 404.
    other = page.context.new_page()
    response = other.goto(f"{address}/edit")
    wait_until_idle(other)
    assert response is not None
    assert response.status == 404
    expect_heading(other, NOT_FOUND)
    expect(other.get_by_role("banner")).to_be_visible()

    editor.alert.get_by_role("button", name="Save as a new post").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert posts.with_title("Deleted post") == [StoredPost(flora.id, "Text to keep.")]
    assert not page.url.endswith(f"{address}/edit")


def test_too_large_request_keeps_the_text(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 413")
    editor = Editor(open_page(flora.email)).open()
    editor.fill("Too much at once")
    with api_proxy.responding("/api/posts/", error_response(413, "request_too_large")):
        editor.button.click()
        expect(editor.alert).to_contain_text("This text is too long to send. Split it in two.")
    editor.expect_content("Too much at once")
    editor.save("Too much at once")


def test_throttled_save_shows_the_wait(
    open_page: OpenPage, flora: Member, api_proxy: ApiProxy, posts: Posts, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 429")
    page_errors.expect_error("status of 500")
    page = open_page(flora.email)
    page.clock.install()
    editor = Editor(page).open()
    editor.fill("A bit much")
    pause_clock(page)
    with api_proxy.responding(
        "/api/posts/", error_response(429, "throttled", ("Retry-After", "30"))
    ):
        editor.button.click()
        expect(editor.alert).to_contain_text(f"Too many requests. {STILL_HERE}")
    retry = editor.alert.get_by_role("button", name="Try again")
    expect(retry).to_be_disabled()
    expect(retry).to_have_text("Try again in 30 s")
    page.clock.run_for(10_000)
    expect(retry).to_have_text("Try again in 20 s")
    expect(retry).to_be_disabled()
    editor.expect_content("A bit much")
    # Another error has no waiting time.
    with api_proxy.responding("/api/posts/", Response(500)):
        editor.button.click()
        expect(editor.alert).to_contain_text("cannot be reached")
    expect(retry).to_have_text("Try again")
    retry.click()

    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(editor.alert).to_have_count(0)
    assert posts.with_title("A bit much") == [StoredPost(flora.id, BODY)]
