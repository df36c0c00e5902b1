"""A browser that blocks all cookies."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, expect

from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.members import BOB, PASSWORD
from tests.site import Site

BLOCKED = 2


def test_blocked_cookies_are_reported(
    browser_type: BrowserType,
    desktop_launch_args: dict[str, Any],
    site: Site,
    page_errors: PageErrors,
    tmp_path: Path,
) -> None:
    page_errors.expect_error("status of 403")
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(
        json.dumps({"profile": {"default_content_setting_values": {"cookies": BLOCKED}}})
    )
    context = browser_type.launch_persistent_context(
        tmp_path, base_url=site.url, **desktop_launch_args
    )
    try:
        page_errors.observe(context)
        form = LoginPage(context.new_page()).open()
        form.send(BOB)

        expect(form.alert).to_have_text(
            "Your browser did not send this site’s cookies. Allow cookies and try again."
        )
        expect(form.password).to_have_value(PASSWORD)
        assert context.cookies() == []
    finally:
        context.close()
