"""The admin under its Content-Security-Policy."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.login_page import LoginPage
from tests.browser.page_load import wait_until_idle
from tests.members import ALICE, Members


def test_admin_login_uses_the_site_form(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/admin/accounts/user/")
    expect(page).to_have_url("/login?redirect=/admin/accounts/user/")
    wait_until_idle(page)
    LoginPage(page).send(ALICE)
    page.wait_for_url("/admin/accounts/user/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Select user to change")


def test_bulk_delete_works(open_page: Callable[..., Page], members: Members) -> None:
    emails = [f"passing-{number}@example.com" for number in (1, 2)]
    for email in emails:
        members.create(email, "Passing")
    page = open_page(ALICE)
    page.goto("/admin/accounts/user/?q=passing")
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_text("2 of 2 selected")).to_be_visible()
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Yes, I’m sure").click()

    expect(page.get_by_text("Successfully deleted 2")).to_be_visible()
