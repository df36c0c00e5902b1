"""From a link to the posts, through the log-in form and back."""

from playwright.sync_api import Page, expect

from tests.browser.login_page import LoginPage
from tests.browser.page_errors import documents, requests_of
from tests.browser.page_load import wait_until_idle
from tests.members import BOB


def test_login_returns_to_posts(page: Page) -> None:
    page.goto("/")
    wait_until_idle(page)
    with requests_of(page) as requests:
        page.get_by_role("link", name="Posts", exact=True).click()
        page.wait_for_url("**/login?redirect=/posts")
        assert documents(requests) == []
    LoginPage(page).send(BOB)

    page.wait_for_url("**/posts")
    expect(page.get_by_role("article")).to_have_count(10)
