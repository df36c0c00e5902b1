"""The pages without posts: axe, the keyboard, small screens; in light and in dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy
from tests.browser.accessibility import Scene, at, expect_accessible, open_scene
from tests.browser.conftest import OpenPage
from tests.browser.focus import expect_visible_focus, focused
from tests.browser.headings import NOT_FOUND, expect_heading
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit
from tests.members import ALICE, BOB, NAMES, PASSWORD


def form_with_errors(page: Page) -> None:
    form = LoginPage(page).open()
    form.button.click()
    expect(form.email).to_have_attribute("aria-invalid", "true")


def form_with_a_message(api_proxy: ApiProxy) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        form = LoginPage(page).open()
        with api_proxy.down():
            form.send(BOB)
            expect(form.alert).to_be_visible()

    return go


def during_an_outage(api_proxy: ApiProxy) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        with api_proxy.down():
            visit(page, "/")

    return go


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "home-of-a-member",
        "login",
        "login-errors",
        "login-message",
        "account",
        "about",
        "404",
        "503",
    ],
)
def test_page_is_accessible(
    name: str, open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    scenes: dict[str, Scene] = {
        "home": (None, at("/", "A blog for members"), None),
        "home-of-a-member": (ALICE, at("/", f"Welcome back, {NAMES[ALICE]}."), None),
        "login": (None, at("/login?redirect=/account", "Log in"), None),
        "login-errors": (None, form_with_errors, "400"),
        "login-message": (None, form_with_a_message(api_proxy), "503"),
        "account": (BOB, at("/account", "Your account"), None),
        "about": (BOB, at("/about", "About Latchkey"), None),
        "404": (BOB, at("/nowhere", NOT_FOUND), "404"),
        "503": (BOB, during_an_outage(api_proxy), "503"),
    }
    expect_accessible(open_scene(scenes[name], open_page, page_errors))


def test_colour_scheme_follows_the_system(open_page: OpenPage) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page = visit(open_page(color_scheme=scheme), "/")
        colours.add(page.evaluate("() => getComputedStyle(document.querySelector('h1')).color"))

    assert len(colours) == 2


def test_navigation_is_announced(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/")
    page.get_by_role("link", name="About", exact=True).click()
    expect_heading(page, "About Latchkey")

    expect(page.locator("nuxt-route-announcer, .nuxt-route-announcer")).to_have_count(1)
    announced = page.evaluate(
        "() => document.querySelector('.nuxt-route-announcer').shadowRoot?.textContent"
        " ?? document.querySelector('.nuxt-route-announcer').textContent"
    )
    assert "About" in announced


def test_navigation_moves_focus(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.get_by_role("link", name="About", exact=True).click()
    expect_heading(page, "About Latchkey")

    expect(page.locator("#main")).to_be_focused()


def test_login_and_logout_by_keyboard(page: Page) -> None:
    visit(page, "/login")
    keyboard = page.keyboard
    page.get_by_role("link", name="Log in").first.focus()
    for field, text in (("E-mail", BOB), ("Password", PASSWORD)):
        keyboard.press("Tab")
        assert focused(page) == field
        expect_visible_focus(page)
        keyboard.type(text)
    keyboard.press("Tab")
    assert focused(page).split() == ["Show", "password"]
    keyboard.press("Tab")
    assert focused(page) == "Stay logged in on this device"
    expect_visible_focus(page)
    keyboard.press("Tab")
    assert focused(page) == "Log in"
    expect_visible_focus(page)
    keyboard.press("Enter")
    expect_heading(page, f"Welcome back, {NAMES[BOB]}.")

    page.get_by_role("button", name="Log out").focus()
    expect_visible_focus(page)
    keyboard.press("Space")
    expect_heading(page, "A blog for members")
