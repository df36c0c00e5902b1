"""What a first visit makes a browser fetch: no code that only those who write need."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from e2e.conftest import Enter
from e2e.members import BOB
from e2e.settled import visit

# Words that stay as they are in the editor's code: of its toolbar, its field and what it keeps.
EDITOR = ("md-button", "Full screen", "Take it back")


@pytest.fixture
def scripts(
    record_testsuite_property: Callable[[str, object], None],
) -> Callable[[Page, str], str]:
    """All scripts of a first visit to a page, with those that are fetched ahead of the next one."""

    def fetch(page: Page, path: str) -> str:
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))
        visit(page, path)
        files = [each.body() for each in responses if each.url.endswith(".js")]
        size = sum(len(gzip.compress(file)) for file in files)
        record_testsuite_property(f"compressed bytes of scripts on {path}", size)
        assert files
        return b"\n".join(files).decode()

    return fetch


def editor_code_in(scripts: str) -> list[str]:
    return [word for word in EDITOR if word in scripts]


@pytest.mark.parametrize("email", [None, BOB], ids=["nobody", "member"])
def test_who_reads_fetches_nothing_of_the_editor(
    enter: Enter, scripts: Callable[[Page, str], str], email: str | None
) -> None:
    page = visit(enter(email), "/")
    post = page.get_by_role("article").get_by_role("heading").get_by_role("link").first
    address = str(post.get_attribute("href"))

    for path in ("/", address, *(["/posts"] if email else [])):
        assert editor_code_in(scripts(enter(email), path)) == []


def test_who_writes_fetches_it(enter: Enter, scripts: Callable[[Page, str], str]) -> None:
    assert editor_code_in(scripts(enter(BOB), "/posts/new")) == list(EDITOR)
