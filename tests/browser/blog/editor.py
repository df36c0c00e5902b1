"""Page object of the editor."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.api_proxy import Call, from_browser
from tests.browser.blog.posts import BODY
from tests.browser.headings import expect_heading
from tests.browser.page_errors import api_calls
from tests.browser.page_load import visit

SAVE_BUTTON = "main form[method=post] .btn-primary"
NOT_SAVED_YET = "Not saved yet, but stored in this browser."


class Editor:
    """The form and its messages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_label("Title", exact=True)
        self.body = page.get_by_label("Body", exact=True)
        self.button = page.locator(SAVE_BUTTON)
        self.alert = page.locator("main").get_by_role("alert")
        self.draft_stored = page.get_by_text(NOT_SAVED_YET)

    def open(self, path: str = "/posts/new") -> "Editor":
        visit(self.page, path)
        expect(self.title).to_be_enabled()
        return self

    def fill(self, title: str, body: str = BODY) -> None:
        self.title.fill(title)
        self.body.fill(body)

    def expect_content(self, title: str, body: str = BODY) -> None:
        """The fields have this content."""
        expect(self.title).to_have_value(title)
        expect(self.body).to_have_value(body)

    def unsaved_draft(self, title: str) -> Locator:
        """The offer of an unsaved draft."""
        return self.page.get_by_role("listitem").filter(
            has_text="Unsaved draft from", has=self.page.locator("q", has_text=title)
        )

    def restore_draft(self, title: str) -> None:
        """Restore an unsaved draft."""
        self.unsaved_draft(title).get_by_role("button", name="Restore").click()

    def save(self, title: str) -> None:
        """Save with the button, which leads to the post."""
        self.button.click()
        expect_heading(self.page, title)

    def select(self, start: int, end: int, direction: str = "none") -> None:
        """Set the selection of the body."""
        self.body.focus()
        self.body.evaluate(
            "(field, range) => field.setSelectionRange(...range)", [start, end, direction]
        )

    def selection(self) -> tuple[int, int, str]:
        """Start, end and direction of the selection in the body."""
        start, end, direction = self.body.evaluate(
            "field => [field.selectionStart, field.selectionEnd, field.selectionDirection]"
        )
        return start, end, direction

    def error_of(self, field: Locator) -> Locator:
        """The error message that describes a field."""
        return self.page.locator(f"#{field.get_attribute('name')}-error")


def displayed_body(page: Page) -> Locator:
    """The body of the displayed post."""
    return page.locator("article .prose")


def save_requests(calls: list[Call]) -> list[str]:
    """The requests that create or replace a post, as `POST /api/posts/ 201`."""
    return [
        each for each in from_browser(calls) if re.match(r"(POST|PUT) /api/posts/(\d+/)? ", each)
    ]


@dataclass(frozen=True)
class Change:
    """A write request, with the headers that the API evaluates."""

    line: str
    account: str | None
    body: Any = None
    if_match: str | None = None
    idempotency_key: str | None = None


def changes_in(requests: list[Request]) -> list[Change]:
    """The write requests to posts."""
    return [
        Change(
            line,
            request.headers.get("x-account"),
            request.post_data_json,
            request.headers.get("if-match"),
            request.headers.get("idempotency-key"),
        )
        for request in requests
        for line in api_calls([request])
        if re.match(r"(POST|PUT|PATCH|DELETE) /api/posts/", line)
    ]
