"""The Content-Security-Policy blocks inline handlers on every kind of page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.page_errors import PageErrors
from tests.members import ALICE

ADD_HANDLER = """
document.body.insertAdjacentHTML(
  'beforeend', '<img alt="" src="/favicon.svg" onload="window.injected = true">'
)
"""


@pytest.mark.parametrize("path", ["/", "/about", "/account", "/nowhere", "/admin/"])
def test_csp_blocks_inline_handlers(
    open_page: Callable[..., Page], page_errors: PageErrors, path: str
) -> None:
    page = open_page(ALICE)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    with page.expect_event("console", lambda message: "violated" in message.text):
        page.evaluate(ADD_HANDLER)

    assert page.evaluate("window.injected") is None
    violation = "Content-Security-Policy violated: script-src-attr, inline"
    if path == "/nowhere":
        page_errors.expect_error("status of 404")
    with pytest.raises(AssertionError, match=violation):
        page_errors.verify()
    page_errors.expect_error(violation)
    page_errors.expect_error("Content Security Policy")
