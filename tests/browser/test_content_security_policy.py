"""What a page's policy refuses, the browser does not do; and no page needs what it refuses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.page_errors import Watch
from tests.members import ALICE

ADD_HANDLER = """
document.body.insertAdjacentHTML(
  'beforeend', '<img alt="" src="/favicon.svg" onload="window.injected = true">'
)
"""


@pytest.mark.parametrize("path", ["/", "/about", "/account", "/nowhere", "/admin/"])
def test_what_is_added_to_any_kind_of_page_does_not_run_and_is_noticed(
    enter: Callable[..., Page], watch: Watch, path: str
) -> None:
    page = enter(ALICE)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    with page.expect_event("console", lambda message: "violated" in message.text):
        page.evaluate(ADD_HANDLER)

    assert page.evaluate("window.injected") is None
    violation = "Content-Security-Policy violated: script-src-attr, inline"
    if path == "/nowhere":
        watch.announce("status of 404")
    with pytest.raises(AssertionError, match=violation):
        watch.judge()
    watch.announce(violation)
    watch.announce("Content Security Policy")
