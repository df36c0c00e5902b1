"""The scripts of a first visit: few, and without the editor."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage
from tests.browser.page_load import visit
from tests.members import BOB

# Strings of the editor's code: toolbar, field, unsaved drafts and merge view.
EDITOR = ("md-button", "Full screen", "Unsaved draft from", "Review first")

# Maximum size of all scripts of a page, in compressed bytes.
FIRST_VISIT = 90_500

# Smaller files are not compressed, in bytes.
WORTH_COMPRESSING = 1024

Scripts = Callable[[Page, str], list[Response]]


@pytest.fixture
def scripts(record_testsuite_property: Callable[[str, object], None]) -> Scripts:
    """The scripts of a first visit to a page, prefetched ones included."""

    def fetch(page: Page, path: str) -> list[Response]:
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))
        visit(page, path)
        files = [each for each in responses if each.url.endswith(".js")]
        record_testsuite_property(f"compressed bytes of scripts on {path}", compressed_size(files))
        assert files
        return files

    return fetch


def compressed_size(files: list[Response]) -> int:
    return sum(len(gzip.compress(file.body())) for file in files)


def editor_code_in(files: list[Response]) -> list[str]:
    text = b"\n".join(file.body() for file in files).decode()
    return [word for word in EDITOR if word in text]


def path_of_a_post(page: Page) -> str:
    post = page.get_by_role("article").get_by_role("heading").get_by_role("link").first
    return str(post.get_attribute("href"))


def test_first_visit_is_small(open_page: OpenPage, scripts: Scripts) -> None:
    address = path_of_a_post(visit(open_page(None), "/"))

    for path in ("/", address):
        assert compressed_size(scripts(open_page(None), path)) <= FIRST_VISIT


def test_scripts_are_compressed(open_page: OpenPage, scripts: Scripts) -> None:
    large = [file for file in scripts(open_page(None), "/") if len(file.body()) > WORTH_COMPRESSING]

    assert {file.headers.get("content-encoding") for file in large} <= {"br", "gzip"}


@pytest.mark.parametrize("email", [None, BOB], ids=["anonymous", "member"])
def test_readers_load_no_editor(open_page: OpenPage, scripts: Scripts, email: str | None) -> None:
    address = path_of_a_post(visit(open_page(email), "/"))

    for path in ("/", address, *(["/posts"] if email else [])):
        assert editor_code_in(scripts(open_page(email), path)) == []


def test_writers_load_the_editor(open_page: OpenPage, scripts: Scripts) -> None:
    assert editor_code_in(scripts(open_page(BOB), "/posts/new")) == list(EDITOR)
