"""The traces of an account in a page."""

import re

from playwright.sync_api import Page, expect

from tests.members import Member


def expect_no_trace_of(page: Page, member: Member) -> None:
    """No trace of a member, on screen or in the page's state."""
    expect(page.locator("body")).not_to_contain_text(re.compile("quillfeather", re.IGNORECASE))
    state = page.evaluate(
        """() => {
            const { payload, $pinia } = window.useNuxtApp()
            return JSON.stringify([payload.data, payload.state, payload.pinia, $pinia.state.value])
        }"""
    )
    for trace in (member.email, member.name):
        assert trace not in state
        assert trace not in page.inner_text("body")
