"""Page object of the log-in page."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.page_load import visit
from tests.members import PASSWORD


class LoginPage:
    """The form and its messages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.email = page.get_by_label("E-mail")
        self.password = page.get_by_label("Password")
        self.button = page.locator("main button[type=submit]")
        self.alert = page.locator("main").get_by_role("alert")

    def open(self, query: str = "") -> "LoginPage":
        visit(self.page, f"/login{query}")
        expect(self.button).to_be_enabled()
        return self

    def send(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the form and submit it."""
        self.email.fill(email)
        self.password.fill(password)
        self.button.click()

    def error_of(self, field: Locator) -> Locator:
        """The error message that describes a field."""
        return self.page.locator(f"#{field.get_attribute('aria-describedby')}")

    def expect_welcome(self, name: str) -> None:
        """The home page greets this member."""
        expect(self.page.get_by_role("heading", name=f"Welcome back, {name}.")).to_be_visible()
