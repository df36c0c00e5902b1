"""Unsanitised HTML in a post does not run, thanks to the page's policy."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, Response
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit
from tests.factories import post_detail
from tests.members import ALICE

INJECTED = """
<p>A post.</p>
<script>window.injected = 'by a script'</script>
<script type="module">window.injected = 'by a module'</script>
<img src="data:," onerror="window.injected = 'by an attribute'">
<a href="javascript:window.injected = 'by a link'">Follow me</a>
<iframe src="/"></iframe>
<base href="https://elsewhere.example/">
"""
POST = post_detail(id=1, title="Injected", slug="injected", body_html=INJECTED)


def test_injected_html_does_not_run(
    open_page: Callable[..., Page], api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    """A second line of defence behind the sanitiser."""
    response = Response(200, json.dumps(POST).encode(), (("Content-Type", "application/json"),))
    page = open_page(ALICE)
    with api_proxy.responding("/api/posts/1/", response):
        visit(page, "/posts/1/injected")
    page.get_by_role("link", name="Follow me").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Injected")
    assert page.evaluate("window.injected") is None
    for directive in ("script-src-elem", "script-src-attr", "frame-src", "base-uri"):
        page_errors.expect_error(f"^console error: Content-Security-Policy violated: {directive}, ")
    page_errors.expect_error("Content Security Policy")
