"""Sign up, verify, recover, log in by a code."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import expect_accessible
from tests.browser.conftest import OpenPage
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.mails import Mails
from tests.members import BOB, NAMES, PASSWORD, Members

NEW_PASSWORD = "another-long-password"
PAGES = {
    "/signup": "Sign up",
    "/verify-email": "Confirm your address",
    "/forgot-password": "Forgot your password?",
    "/reset-password": "Choose a new password",
    "/login-code": "Log in with a code",
    "/login-code/confirm": "Enter the code",
}


def submit(page: Page, button: str, /, **fields: str) -> None:
    """Fill in the fields, by their names in the form, and press the button."""
    for field, text in fields.items():
        page.locator(f"main [name={field}]").fill(text)
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def sign_up(page: Page, email: str, name: str) -> None:
    submit(page, "Sign up", name=name, email=email, password=PASSWORD)
    expect_heading(page, PAGES["/verify-email"])


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def guest(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=request.param)


def email_of(request: pytest.FixtureRequest, name: str) -> str:
    """An address of this test's own."""
    suffix = re.sub(r"\W+", "-", request.node.callspec.id)
    return f"{name}-{suffix}@example.com"


def go(page: Page, path: str, request: pytest.FixtureRequest) -> None:
    if "no scripts" in request.node.callspec.id:
        page.goto(path)
    else:
        visit(page, path)


def test_sign_up_to_logged_in(guest: Page, mails: Mails, request: pytest.FixtureRequest) -> None:
    email = email_of(request, "nadia")
    go(guest, "/login?redirect=/posts", request)
    guest.get_by_role("link", name="Sign up").click()
    expect_heading(guest, PAGES["/signup"])
    sign_up(guest, email, "Nadia Newcomer")
    submit(guest, "Confirm", key=mails.latest_code(email))
    guest.wait_for_url("**/posts")
    expect(guest.get_by_role("article").first).to_be_visible()
    expect_logged_in_as(guest, "Nadia Newcomer")

    guest.get_by_role("button", name="Log out").click()
    expect_heading(guest, "A blog for members")


def test_login_leads_to_verification(
    guest: Page, mails: Mails, page_errors: PageErrors, request: pytest.FixtureRequest
) -> None:
    if "no scripts" not in request.node.callspec.id:
        page_errors.expect_error("status of 403")
    email = email_of(request, "vera")
    go(guest, "/signup", request)
    sign_up(guest, email, "Vera")
    go(guest, "/login", request)
    expect(guest.get_by_text("Your session has ended")).to_have_count(0)
    LoginPage(guest).send(email)
    expect_heading(guest, PAGES["/verify-email"])
    submit(guest, "Confirm", key=mails.latest_code(email))
    LoginPage(guest).expect_welcome("Vera")


def test_forgotten_password(
    guest: Page, mails: Mails, members: Members, request: pytest.FixtureRequest
) -> None:
    email = email_of(request, "fay")
    members.create(email, "Fay", PASSWORD)
    go(guest, "/login", request)
    guest.get_by_role("link", name="Forgot your password?").click()
    expect_heading(guest, PAGES["/forgot-password"])
    submit(guest, "Send a code", email=email)
    expect_heading(guest, PAGES["/reset-password"])
    submit(guest, "Change the password", key=mails.latest_code(email), password=NEW_PASSWORD)
    expect(guest.get_by_text("Your password has been changed.")).to_be_visible()
    LoginPage(guest).send(email, NEW_PASSWORD)
    LoginPage(guest).expect_welcome("Fay")


def test_links_in_mails_work_on_another_device(
    open_page: OpenPage, mails: Mails, page_errors: PageErrors
) -> None:
    email = "lena@example.com"
    computer, phone = open_page(), open_page()
    visit(computer, "/signup")
    sign_up(computer, email, "Lena")
    visit(phone, mails.latest_link(email, "/confirm-email"))
    submit(phone, "Confirm")
    expect(phone.get_by_text("Your e-mail address is confirmed.")).to_be_visible()
    LoginPage(phone).send(email)
    LoginPage(phone).expect_welcome("Lena")

    visit(computer, "/forgot-password")
    submit(computer, "Send a code", email=email)
    expect_heading(computer, PAGES["/reset-password"])
    tablet = open_page()
    link = mails.latest_link(email, "/reset-password")
    visit(tablet, link)
    submit(tablet, "Change the password", password=NEW_PASSWORD)
    LoginPage(tablet).send(email, NEW_PASSWORD)
    LoginPage(tablet).expect_welcome("Lena")

    page_errors.expect_error("status of 400")
    other = open_page()
    visit(other, link)
    submit(other, "Change the password", password=PASSWORD)
    expect(other.get_by_text("This link has been used, or it is too old.")).to_be_visible()


def test_login_by_code(guest: Page, mails: Mails, request: pytest.FixtureRequest) -> None:
    go(guest, "/login", request)
    guest.get_by_role("link", name="Log in with a code").click()
    expect_heading(guest, PAGES["/login-code"])
    submit(guest, "Send a code", email=BOB)
    expect_heading(guest, PAGES["/login-code/confirm"])
    submit(guest, "Log in", code=mails.latest_code(BOB))
    LoginPage(guest).expect_welcome(NAMES[BOB])


def test_errors_stand_at_their_fields(
    guest: Page, page_errors: PageErrors, request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.callspec.id
    page_errors.expect_error("status of 400" if scripts else "status of 422")
    go(guest, "/signup", request)
    submit(guest, "Sign up", name="Zoe", email="not-an-address", password="short")

    for field in ("email", "password"):
        expect(guest.locator(f"main [name={field}]")).to_have_attribute("aria-invalid", "true")
        expect(guest.locator(f"#{field}-error")).to_be_visible()
    expect(guest.locator("main [name=name]")).to_have_value("Zoe")
    expect(guest.locator("main [name=email]")).to_have_value("not-an-address")
    expect(guest.locator("main [name=email]")).to_be_focused()
    if scripts:
        guest.locator("main [name=email]").fill("zoe@example.com")
        expect(guest.locator("#email-error")).to_have_count(0)
    else:
        # Never sent back.
        expect(guest.locator("main [name=password]")).to_have_value("")


def test_wrong_login_without_scripts(open_page: OpenPage, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 422")
    page = open_page(java_script_enabled=False)
    page.goto("/login?redirect=/account")
    LoginPage(page).send(BOB, "not-the-password")
    expect(LoginPage(page).alert).to_have_text("The e-mail address or the password is wrong.")
    expect(LoginPage(page).email).to_have_value(BOB)
    assert page.url.endswith("/login?redirect=/account")
    LoginPage(page).send(BOB)
    page.wait_for_url("**/account")


def test_error_of_a_posted_form_survives_hydration(page: Page, page_errors: PageErrors) -> None:
    """Scripts take over a page with errors, without a mismatch."""
    page_errors.expect_error("status of 422")
    visit(page, "/login")
    LoginPage(page).email.fill(BOB)
    page.evaluate("document.querySelector('main form').submit()")
    page.wait_for_load_state()
    wait_until_idle(page)
    expect(LoginPage(page).error_of(LoginPage(page).password)).to_be_visible()
    expect(LoginPage(page).email).to_have_value(BOB)
    # The next page does not show it.
    page.get_by_role("link", name="Forgot your password?").click()
    expect_heading(page, PAGES["/forgot-password"])
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)


def test_resend(page: Page, mails: Mails) -> None:
    page.clock.install()
    visit(page, "/signup")
    sign_up(page, "resi@example.com", "Resi")
    button = page.get_by_role("button", name="Send another code")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    page.clock.run_for(31_000)
    expect(button).to_have_attribute("aria-disabled", "false")
    before = mails.count("resi@example.com")
    button.click()
    expect(page.get_by_text("A new code is on its way.")).to_be_visible()
    assert mails.count("resi@example.com") == before + 1


def test_resend_without_scripts(open_page: OpenPage, mails: Mails) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/signup")
    sign_up(page, "rosa@example.com", "Rosa")
    before = mails.count("rosa@example.com")
    page.get_by_role("button", name="Send another code").click()
    expect(page.get_by_text("A new code is on its way.")).to_be_visible()
    assert mails.count("rosa@example.com") == before + 1


def test_step_that_is_over(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 409")
    visit(page, "/verify-email")
    submit(page, "Confirm", key="AAAA-AAAA")
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("Please begin again.")


def test_show_password(page: Page) -> None:
    visit(page, "/signup")
    password = page.locator("main [name=password]")
    expect(password).to_have_attribute("type", "password")
    page.get_by_role("button", name="Show password").click()
    expect(password).to_have_attribute("type", "text")


def test_password_managers(page: Page) -> None:
    for path, expected in {
        "/signup": {"name": "name", "email": "username", "password": "new-password"},
        "/verify-email": {"key": "one-time-code"},
        "/forgot-password": {"email": "username"},
        "/reset-password": {"key": "one-time-code", "password": "new-password"},
        "/login-code": {"email": "username"},
        "/login-code/confirm": {"code": "one-time-code"},
    }.items():
        visit(page, path)
        for name, autocomplete in expected.items():
            field = page.locator(f"main [name={name}]")
            expect(field).to_have_attribute("autocomplete", autocomplete)
    response = page.request.get("/.well-known/change-password", max_redirects=0)
    assert (response.status, response.headers["location"]) == (302, "/account")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(path: str, page: Page) -> None:
    visit(page, path)
    expect_heading(page, PAGES[path])
    expect_accessible(page)


def test_errors_are_accessible(page: Page, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 400")
    visit(page, "/signup")
    submit(page, "Sign up")
    expect(page.locator("#email-error")).to_be_visible()
    expect_accessible(page)


FORMS = ["/login", "/logout", *PAGES]


@pytest.mark.parametrize("path", FORMS)
def test_forged_form_is_refused(path: str, open_page: OpenPage, base_url: str) -> None:
    page = open_page(BOB) if path == "/logout" else open_page()
    form: dict[str, str | float | bool] = {"email": BOB, "password": PASSWORD}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": base_url},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ):
        response = page.request.post(path, form=form, headers=headers, max_redirects=0)
        assert (headers, response.status) == (headers, 403)
        # For a member it prolongs the session.
        assert path == "/logout" or "set-cookie" not in response.headers
    if path == "/logout":
        visit(page, "/")
        expect_logged_in_as(page, NAMES[BOB])


def test_forms_of_this_site(page: Page, base_url: str) -> None:
    form: dict[str, str | float | bool] = {"email": BOB, "password": PASSWORD}
    for target, location in (("/account", "/account"), ("//evil.example/", "/")):
        response = page.request.post(
            f"/login?redirect={target}", form=form, headers={"Origin": base_url}, max_redirects=0
        )
        assert (response.status, response.headers["location"]) == (303, location)
        page.context.clear_cookies()
    response = page.request.post("/login", data="{}", headers={"Origin": base_url})
    assert response.status == 415
    response = page.request.post("/", form=form, headers={"Origin": base_url})
    assert (response.status, response.headers["allow"]) == (405, "GET, HEAD")
    response = page.request.put("/login", form=form, headers={"Origin": base_url})
    assert (response.status, response.headers["allow"]) == (405, "GET, HEAD, POST")
