"""Outages of the API: an error page with a retry, and the session survives."""

from playwright.sync_api import expect

from tests.api_proxy import ApiProxy, Response, error_response
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import OUTAGE, expect_heading, expect_logged_in_as
from tests.browser.outage import expect_anonymous_home, expect_retry_works
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, NAMES
from tests.site import Site

TIMEOUT_SECONDS = 5
HOME = f"Welcome back, {NAMES[BOB]}."


def test_unreachable_api_is_503(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    session = session_of(page)
    with api_proxy.down():
        response = page.goto("/")
        wait_until_idle(page)
        assert response is not None
        assert response.status == 503
        assert response.headers["retry-after"] == "5"
        assert response.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in response.headers
        assert page.url.endswith("/")
        expect_heading(page, OUTAGE)
        expect(page.get_by_role("banner")).to_be_visible()
        assert "Log in" not in page.get_by_role("banner").inner_text()

    expect_retry_works(page, session, HOME)


FAILED_ACCOUNT_CALLS = (
    Response(500),
    Response(502, b"<h1>Bad Gateway</h1>", (("Content-Type", "text/html"),)),
    error_response(429, "throttled", ("Retry-After", "42")),
    Response(200, b"<h1>Welcome to our hotel's network</h1>", (("Content-Type", "text/html"),)),
    error_response(403, "permission_denied"),
)


def test_failed_account_call_keeps_the_session(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    session = session_of(page)
    for failure in FAILED_ACCOUNT_CALLS:
        with api_proxy.responding("/api/account/", failure), api_proxy.recording() as calls:
            response = page.goto("/")
            wait_until_idle(page)
            assert response is not None
            assert response.status == 503, failure
            wait = dict(failure.headers).get("Retry-After", "5")
            assert response.headers["retry-after"] == wait
            assert page.url.endswith("/")
            assert [str(call) for call in calls] == [f"GET /api/account/ {failure.status}"]
            expect_heading(page, OUTAGE)

        expect_retry_works(page, session, HOME)


def test_login_page_recovers_after_outage(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    session = session_of(page)
    with api_proxy.down():
        visit(page, "/login?redirect=/account")
        expect_heading(page, OUTAGE)

    expect_retry_works(page, session, "Your account")


def test_hanging_api_times_out(open_page: OpenPage, site: Site, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    session = session_of(page)
    with site.api_frozen():
        response = page.goto("/")
        wait_until_idle(page)
        assert response is not None
        assert response.status == 503
        timing = response.request.timing
        assert TIMEOUT_SECONDS * 1000 <= timing["responseStart"] < 2 * TIMEOUT_SECONDS * 1000
        expect_heading(page, OUTAGE)

    expect_retry_works(page, session, HOME)


def test_client_rendered_page_in_outage(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page_errors.expect_error("NUXT_E1005")  # Nuxt reports an error page before hydration
    page = open_page(BOB)
    session = session_of(page)
    with api_proxy.down():
        visit(page, "/account")
        expect_heading(page, OUTAGE)
        assert page.url.endswith("/account")

    expect_retry_works(page, session, "Your account")


def test_prerendered_page_in_outage(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = open_page(BOB)
    with api_proxy.down():
        visit(page, "/about")
        expect_heading(page, "About Latchkey")
        assert "Log in" not in page.get_by_role("banner").inner_text()
    page.reload()

    expect_logged_in_as(page, NAMES[BOB])


def test_failed_logout_is_reported(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = visit(open_page(BOB), "/")
    with api_proxy.down():
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("banner").get_by_role("alert")).to_contain_text(
            "You may still be logged in"
        )
        expect_logged_in_as(page, NAMES[BOB])
    page.get_by_role("button", name="Log out").click()

    expect_anonymous_home(page)
    assert page.context.cookies() == []
