"""Outages of the API on the pages of posts."""

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, Response, error_response, from_nuxt
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import (
    FORBIDDEN,
    OUTAGE,
    UNEXPECTED,
    expect_heading,
    expect_logged_in_as,
)
from tests.browser.outage import expect_anonymous_home, expect_retry_works
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, NAMES

HOME = f"Welcome back, {NAMES[BOB]}."
MISSING = "The posts cannot be shown at the moment."


def test_failed_posts_are_503_with_identity(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    session = session_of(page)
    with api_proxy.responding("/api/posts/", Response(500)), api_proxy.recording() as calls:
        response = page.goto("/posts")
        wait_until_idle(page)
        assert response is not None
        assert response.status == 503
        assert from_nuxt(calls).count("GET /api/account/ 200") == 1
        expect_heading(page, OUTAGE)
        expect_logged_in_as(page, NAMES[BOB])

    expect_retry_works(page, session, "Posts")


def test_outage_during_navigation_can_be_retried(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = visit(open_page(BOB), "/")
    session = session_of(page)
    with api_proxy.down():
        page.get_by_role("link", name="Posts", exact=True).click()
        expect_heading(page, OUTAGE)
        expect_logged_in_as(page, NAMES[BOB])

    expect_retry_works(page, session, "Posts")


@pytest.mark.parametrize(
    ("status", "code", "heading"),
    [(403, "permission_denied", FORBIDDEN), (418, "teapot", UNEXPECTED)],
)
def test_other_errors_have_their_own_page(
    open_page: OpenPage,
    api_proxy: ApiProxy,
    page_errors: PageErrors,
    status: int,
    code: str,
    heading: str,
) -> None:
    page_errors.expect_error(f"status of {status}")
    page = open_page(BOB)
    with api_proxy.responding("/api/posts/", error_response(status, code)):
        response = page.goto("/posts")
        wait_until_idle(page)

    assert response is not None
    assert response.status == status
    expect_heading(page, heading)
    expect_logged_in_as(page, NAMES[BOB])


def test_home_recovers_after_outage(
    page: Page, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    with api_proxy.down():
        response = page.goto("/")
        wait_until_idle(page)
        assert response is not None
        # Neither caches nor search engines keep this page.
        assert response.status == 503
        assert response.headers["retry-after"] == "5"
        assert response.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in response.headers
        # Anonymous is known without the API.
        expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
        expect_anonymous_home(page)
        expect(page.get_by_role("heading", name="Members only")).to_be_visible()
        expect(page.get_by_role("article")).to_have_count(0)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
        # A retry during the outage shows the same page.
        page.get_by_role("link", name="Try again").click()
        wait_until_idle(page)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
    page.get_by_role("link", name="Try again").click()

    expect_anonymous_home(page)
    expect(page.get_by_role("article")).to_have_count(10)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_home_in_outage_shows_no_old_list(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = visit(open_page(BOB), "/posts")
    session = session_of(page)
    with api_proxy.down():
        page.get_by_role("link", name="Latchkey").first.click()
        expect_heading(page, HOME)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
        expect(page.get_by_role("article")).to_have_count(0)

    expect_retry_works(page, session, HOME)
    expect(page.get_by_role("article")).to_have_count(10)


def test_home_passes_on_retry_after(page: Page, api_proxy: ApiProxy) -> None:
    busy = error_response(429, "throttled", ("Retry-After", "42"))
    with api_proxy.responding("/api/posts/public/", busy):
        response = page.request.get("/")

    assert response.status == 503
    assert response.headers["retry-after"] == "42"
