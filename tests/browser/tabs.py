"""What a page keeps of somebody who has gone."""

import re

from playwright.sync_api import Page, expect

from tests.members import Member


def expect_no_trace_of(page: Page, member: Member) -> None:
    """Neither on the screen nor in what the page keeps."""
    expect(page.locator("body")).not_to_contain_text(re.compile("quillfeather", re.IGNORECASE))
    kept = page.evaluate(
        """() => {
            const { payload, $pinia } = window.useNuxtApp()
            return JSON.stringify([payload.data, payload.state, payload.pinia, $pinia.state.value])
        }"""
    )
    for trace in (member.email, member.name):
        assert trace not in kept
        assert trace not in page.inner_text("body")
