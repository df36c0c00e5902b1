"""The log-in form."""

import re
import secrets

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api_proxy import ApiProxy, from_browser
from tests.browser.conftest import OpenPage
from tests.browser.cookies import cookies_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors, api_calls, documents, requests_of
from tests.browser.page_load import visit, wait_until_idle
from tests.browser.request_hold import RequestHold
from tests.members import ALICE, BOB, CHARLIE, NAMES, PASSWORD, Members
from tests.site import SiteUnderTest

ACCOUNT = "Your account"
WRONG = "The e-mail address or the password is wrong."


def test_fields_show_their_errors(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 400")
    form = LoginPage(page).open()
    form.button.click()

    for field in (form.email, form.password):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(form.error_of(field)).to_have_text("This field may not be blank.")
    expect(form.email).to_be_focused()
    expect(form.alert).to_have_count(0)

    # A corrected field loses its error.
    form.email.fill(BOB)
    expect(form.email).to_have_attribute("aria-invalid", "false")
    expect(form.password).to_have_attribute("aria-invalid", "true")
    form.password.fill(PASSWORD)
    expect(form.password).to_have_attribute("aria-invalid", "false")
    expect(form.alert).to_have_count(0)


def test_invalid_field_gets_the_focus(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 400")
    form = LoginPage(page).open()
    form.send(BOB, "")

    expect(form.password).to_be_focused()
    expect(form.password).to_have_attribute("aria-invalid", "true")
    expect(form.email).to_have_attribute("aria-invalid", "false")
    expect(form.email).not_to_have_attribute("aria-describedby", re.compile("."))


def test_fields_have_autocomplete(page: Page) -> None:
    form = LoginPage(page).open()

    expect(form.email).to_have_attribute("autocomplete", "username")
    expect(form.email).to_have_attribute("type", "email")
    expect(form.password).to_have_attribute("autocomplete", "current-password")
    expect(form.password).to_have_attribute("type", "password")


def test_form_is_sent_once(page: Page) -> None:
    form = LoginPage(page).open("?redirect=/account")
    form.email.fill(BOB)
    form.password.fill(PASSWORD)
    response = RequestHold(page, "**/api/login/")

    with requests_of(page) as requests:
        form.button.dblclick()
        expect(form.button).to_be_disabled()
        expect(form.button).to_have_text("Logging in …")
        expect(page.locator("form")).to_have_attribute("aria-busy", "true")
        form.password.press("Enter")
        assert response.count == 1
        response.release()
        expect_heading(page, ACCOUNT)
    assert api_calls(requests) == ["POST /api/login/", "GET /api/account/"]


def test_wrong_password_and_unknown_email_look_alike(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 400")
    form = LoginPage(page).open()
    for email in (BOB, "unknown@example.com"):
        with page.expect_response("**/api/login/"):
            form.send(email, "not-the-password")

        expect(form.button).to_be_enabled()
        expect(form.alert).to_have_text(WRONG)
        expect(form.email).to_have_value(email)
        assert page.url.endswith("/login")


def test_login_limit_shows_the_wait(page: Page, page_errors: PageErrors, members: Members) -> None:
    page_errors.expect_error("status of 400")
    page_errors.expect_error("status of 429")
    grace = members.create("grace@example.com", "Grace", PASSWORD)
    form = LoginPage(page).open()
    for attempt in range(5):
        with page.expect_response("**/api/login/"):
            form.send(grace.email, f"guess-{attempt}")
        expect(form.alert).to_have_text(WRONG)

    with page.expect_response("**/api/login/") as refused:
        form.send(grace.email)
    expect(form.alert).to_contain_text("Too many attempts. Please try again in")
    seconds = int(refused.value.headers["retry-after"])
    assert 200 < seconds <= 300
    expect(form.alert).to_have_text(re.compile(rf" in {-(-seconds // 60)} minutes\.$"))
    expect(form.email).to_have_value(grace.email)


def test_input_before_hydration_is_kept(page: Page) -> None:
    scripts = RequestHold(page, "**/_nuxt/*.js")
    with requests_of(page) as requests:
        page.goto("/login", wait_until="commit")
        form = LoginPage(page)
        form.email.fill(CHARLIE)
        form.password.fill(PASSWORD)
        scripts.release()
        wait_until_idle(page)
        expect(form.email).to_have_value(CHARLIE)
        expect(form.password).to_have_value(PASSWORD)
        form.button.click()
        form.expect_welcome(NAMES[CHARLIE])
    assert documents(requests) == ["GET /login"]
    assert not [request.url for request in requests if PASSWORD in request.url]


def test_login_before_hydration(page: Page) -> None:
    """The browser posts the form itself, before the scripts of the page have loaded."""
    scripts = RequestHold(page, "**/_nuxt/*.js")
    with requests_of(page) as requests:
        page.goto("/login", wait_until="commit")
        form = LoginPage(page)
        form.email.fill(CHARLIE)
        form.password.fill(PASSWORD)
        form.password.press("Enter")
        form.expect_welcome(NAMES[CHARLIE])
        scripts.release()
        wait_until_idle(page)
    assert documents(requests) == ["GET /login", "POST /login", "GET /"]
    assert not [request.url for request in requests if PASSWORD in request.url]


@pytest.mark.each_layout
def test_login_returns_to_the_requested_page(page: Page) -> None:
    page.goto("/account?page=2")
    wait_until_idle(page)
    assert page.url.endswith("/login?redirect=/account?page=2")
    LoginPage(page).send(BOB)

    expect_heading(page, ACCOUNT)
    assert page.url.endswith("/account?page=2")


def test_admin_is_reached_through_login(page: Page) -> None:
    page.goto("/admin/")
    wait_until_idle(page)
    assert page.url.endswith("/login?redirect=/admin/")
    LoginPage(page).send(ALICE)

    expect(page).to_have_title(re.compile("Site administration"))


def test_admin_refuses_members(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 403")
    page.goto("/admin/")
    wait_until_idle(page)
    LoginPage(page).send(BOB)

    expect(page.get_by_role("heading", name="403 Forbidden")).to_be_visible()


HOSTILE_TARGETS = [
    "//evil.example/",
    "https://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "%09//evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "/login",
    "/LOGIN/",
    "/%6cogin",
    "/login?redirect=/login",
    "posts",
    "",
]


def test_hostile_redirect_goes_home(open_page: OpenPage) -> None:
    page = open_page(BOB)
    for target in HOSTILE_TARGETS:
        response = page.request.get(f"/login?redirect={target}", max_redirects=0)

        assert (response.status, response.headers["location"]) == (302, "/"), target


def test_redirect_within_the_site(open_page: OpenPage) -> None:
    page = open_page(BOB)
    response = page.request.get("/login?redirect=/account%3Fpage%3D2", max_redirects=0)

    assert response.status == 302
    assert response.headers["location"] == "/account?page=2"


@pytest.mark.parametrize("target", ["//evil.example/", "/%5cevil.example", "/%09/evil.example"])
def test_hostile_redirect_after_login_goes_home(page: Page, target: str) -> None:
    form = LoginPage(page).open(f"?redirect={target}")
    form.send(CHARLIE)

    form.expect_welcome(NAMES[CHARLIE])
    page.wait_for_url(re.compile(r"^http://localhost:\d+/$"))


def test_missing_csrf_cookie_is_fetched(page: Page, api_proxy: ApiProxy) -> None:
    form = LoginPage(page).open("?redirect=/account")
    page.context.clear_cookies(name="csrftoken")
    with api_proxy.recording() as calls:
        form.send(BOB)
        expect_heading(page, ACCOUNT)
        wait_until_idle(page)

    assert from_browser(calls) == [
        "GET /api/login-set-cookie/ 200",
        "POST /api/login/ 200",
        "GET /api/account/ 200",
    ]


def test_refused_csrf_token_is_replaced(
    page: Page, api_proxy: ApiProxy, page_errors: PageErrors, base_url: str
) -> None:
    page_errors.expect_error("status of 403")
    form = LoginPage(page).open("?redirect=/account")
    page.context.add_cookies([{"name": "csrftoken", "value": "not-a-token", "url": base_url}])
    with api_proxy.recording() as calls:
        form.send(BOB)
        expect_heading(page, ACCOUNT)
        wait_until_idle(page)

    assert from_browser(calls) == [
        "POST /api/login/ 403",
        "GET /api/login-set-cookie/ 200",
        "POST /api/login/ 200",
        "GET /api/account/ 200",
    ]


@pytest.mark.parametrize("name", ["sessionid", "csrftoken"])
def test_duplicate_cookie_is_reported(
    page: Page, page_errors: PageErrors, base_url: str, name: str
) -> None:
    """A neighbouring subdomain can set one for a longer path, beside ours."""
    page_errors.expect_error("status of 403")
    form = LoginPage(page).open()
    value = secrets.token_hex(16)
    for path in ("/", "/api"):
        page.context.add_cookies(
            [{"name": name, "value": value, "domain": "localhost", "path": path}]
        )
    form.send(BOB)

    expect(form.alert).to_contain_text("Your browser sent a cookie of this site twice")
    page.context.clear_cookies(name=name, path="/api")
    form.button.click()
    form.expect_welcome(NAMES[BOB])


def test_login_replaces_the_old_session(open_page: OpenPage, members: Members) -> None:
    page = visit(open_page(CHARLIE), "/")
    before = cookies_of(page)
    page.evaluate(
        "body => window.useNuxtApp().$api('/api/login/', { method: 'POST', body })",
        {"email": BOB, "password": PASSWORD},
    )
    after = cookies_of(page)

    assert after["sessionid"]["value"] != before["sessionid"]["value"]
    assert after["csrftoken"]["value"] != before["csrftoken"]["value"]
    assert before["sessionid"]["value"] not in members.sessions()
    visit(page, "/")
    expect_logged_in_as(page, NAMES[BOB])


def test_lost_session_cookie_is_reported(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 403")
    form = LoginPage(page).open()

    def drop_session_cookie(route: Route) -> None:
        page.context.clear_cookies(name="sessionid")
        route.continue_()

    page.route("**/api/account/", drop_session_cookie)
    form.send(BOB)

    expect(form.alert).to_have_text(
        "Your browser did not store the session cookie. Allow cookies for this site and try again."
    )
    expect(page.get_by_text(NAMES[BOB])).to_have_count(0)
    assert page.url.endswith("/login")


def test_login_can_be_retried_after_outage(
    page: Page, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    form = LoginPage(page).open()
    with api_proxy.down():
        form.send(BOB)
        expect(form.alert).to_contain_text("The service cannot be reached at the moment.")
    expect(form.email).to_have_value(BOB)
    expect(form.password).to_have_value(PASSWORD)
    form.button.click()

    form.expect_welcome(NAMES[BOB])


@pytest.mark.each_layout
def test_login_from_prerendered_page_returns(page: Page, site: SiteUnderTest) -> None:
    visit(page, "/about")
    page.get_by_role("banner").get_by_role("link", name="Log in").click()
    with requests_of(page) as requests:
        LoginPage(page).send(BOB)
        expect(page.get_by_role("banner").get_by_text(NAMES[BOB])).to_be_visible()

    asked = [each.url for each in requests if "/api/" in each.url]
    assert f"{site.api_url}/api/login/" in asked
    assert all(url.startswith(f"{site.api_url}/") for url in asked)
