"""Every page for everyone: axe, the keyboard, small screens; in light and in dark."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import overflow, violations
from e2e.conftest import Enter
from e2e.gate import Answer, Gate
from e2e.heading import expect_heading
from e2e.login_page import LoginPage
from e2e.members import ALICE, BOB, NAMES, PASSWORD
from e2e.settled import settle, visit
from e2e.watch import Watch

WIDE, NARROW, SMALLEST = 1280, 375, 320


def at(path: str, heading: str) -> Callable[[Page], None]:
    """Goes to a page by its address."""

    def go(page: Page) -> None:
        visit(page, path)
        expect_heading(page, heading)

    return go


def form_with_errors(page: Page) -> None:
    form = LoginPage(page).open()
    form.button.click()
    expect(form.email).to_have_attribute("aria-invalid", "true")


def form_with_a_message(gate: Gate) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        form = LoginPage(page).open()
        with gate.closed():
            form.send(BOB)
            expect(form.alert).to_be_visible()

    return go


def during_an_outage(gate: Gate) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        with gate.closed():
            visit(page, "/")

    return go


def refused(gate: Gate, status: int) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        with gate.answering("/api/posts/", Answer(status)):
            visit(page, "/posts")

    return go


def a_post(page: Page) -> None:
    visit(page, "/posts")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("article .prose")).to_be_visible()
    settle(page)


def a_post_of_bob(page: Page) -> None:
    visit(page, "/posts")
    page.get_by_role("article").filter(has_text=NAMES[BOB]).first.get_by_role(
        "heading"
    ).get_by_role("link").click()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    settle(page)


def editing(page: Page) -> None:
    a_post_of_bob(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect_heading(page, "Edit your post")
    settle(page)


def editor_with_errors(page: Page) -> None:
    visit(page, "/posts/new")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Title")).to_have_attribute("aria-invalid", "true")


@pytest.fixture(
    params=[
        "home",
        "home-of-a-member",
        "login",
        "login-errors",
        "login-message",
        "posts",
        "posts-last",
        "posts-search",
        "post",
        "post-of-its-author",
        "new-post",
        "new-post-errors",
        "edit-post",
        "drafts",
        "account",
        "about",
        "400",
        "403",
        "404",
        "503",
        "other",
    ]
)
def scene_of(
    request: pytest.FixtureRequest, enter: Enter, gate: Gate, watch: Watch
) -> Callable[..., Page]:
    """Opens one of the site's pages, in a window as it is asked for."""
    scenes: dict[str, tuple[str | None, Callable[[Page], None], str | None]] = {
        "home": (None, at("/", "Come in. The key is where you left it."), None),
        "home-of-a-member": (ALICE, at("/", f"Welcome back, {NAMES[ALICE]}."), None),
        "login": (None, at("/login", "Log in"), None),
        "login-errors": (None, form_with_errors, "400"),
        "login-message": (None, form_with_a_message(gate), "503"),
        "posts": (BOB, at("/posts", "Posts"), None),
        "posts-last": (BOB, at("/posts?page=4", "Posts"), None),
        "posts-search": (BOB, at("/posts?search=the", "Posts"), None),
        "post": (BOB, a_post, None),
        "post-of-its-author": (BOB, a_post_of_bob, None),
        "new-post": (BOB, at("/posts/new", "Write a post"), None),
        "new-post-errors": (BOB, editor_with_errors, None),
        "edit-post": (BOB, editing, None),
        "drafts": (BOB, at("/posts/drafts", "Your drafts"), None),
        "account": (BOB, at("/account", "Your account"), None),
        "about": (BOB, at("/about", "About Latchkey"), None),
        "400": (BOB, at("/posts?page=0", "That address does not work"), "400"),
        "403": (BOB, refused(gate, 403), "403"),
        "404": (BOB, at("/nowhere", "Nothing lives at this address"), "404"),
        "503": (BOB, during_an_outage(gate), "503"),
        "other": (BOB, refused(gate, 418), "418"),
    }
    email, go, status = scenes[request.param]

    def open_page(**options: Any) -> Page:
        page = enter(email, **options)
        go(page)
        return page

    if status:
        watch.announce(f"status of {status}")
    return open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    scene_of: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    page = scene_of(color_scheme=scheme)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == []
    page.set_viewport_size({"width": SMALLEST, "height": 600})
    assert overflow(page) <= 0


def test_light_and_dark_are_what_the_system_asks_for(enter: Enter) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page = visit(enter(color_scheme=scheme), "/")
        colours.add(page.evaluate("() => getComputedStyle(document.querySelector('h1')).color"))

    assert len(colours) == 2


def focused(page: Page) -> str:
    """The name of what has the focus."""
    name: str = page.evaluate(
        """() => {
            const { activeElement: element } = document
            return element.labels?.[0]?.innerText ?? element.ariaLabel ?? element.innerText.trim()
        }"""
    )
    return name


def expect_visible_focus(page: Page) -> None:
    outline = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }"
    )
    assert outline, f"the focus on {focused(page)!r} cannot be seen"


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    visit(page, "/")
    skip = page.get_by_role("link", name="Skip to content")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Log in and read")).to_be_focused()


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    visit(page, "/")
    order = []
    for _ in range(10):
        page.keyboard.press("Tab")
        order.append(focused(page))
        expect_visible_focus(page)

    assert order == [
        "Skip to content",
        "Latchkey",
        "Posts",
        "About",
        "Log in",
        "Log in and read",
        "Search posts",
        "Order",
        "Search",
        NAMES[ALICE],
    ]
    # Past the posts, to the footer.
    for _ in range(80):
        page.keyboard.press("Tab")
        expect_visible_focus(page)
        if focused(page) == "How it works":
            break
    assert focused(page) == "How it works"


def test_one_can_log_in_read_and_log_out_with_the_keyboard_alone(page: Page) -> None:
    visit(page, "/login")
    keyboard = page.keyboard
    page.get_by_role("link", name="Log in").first.focus()
    keyboard.press("Tab")
    assert focused(page) == "E-mail"
    expect_visible_focus(page)
    keyboard.type(BOB)
    keyboard.press("Tab")
    assert focused(page) == "Password"
    expect_visible_focus(page)
    keyboard.type(PASSWORD)
    keyboard.press("Tab")
    assert focused(page) == "Log in"
    expect_visible_focus(page)
    keyboard.press("Enter")
    expect_heading(page, f"Welcome back, {NAMES[BOB]}.")

    page.get_by_role("link", name="Read the posts").focus()
    keyboard.press("Enter")
    expect_heading(page, "Posts")
    page.get_by_role("link", name="Older").focus()
    keyboard.press("Enter")
    expect(page.get_by_text("Page 2 of 4")).to_be_visible()

    page.get_by_role("button", name="Log out").focus()
    expect_visible_focus(page)
    keyboard.press("Space")
    expect_heading(page, "Come in. The key is where you left it.")


def test_a_new_page_is_announced_to_screen_readers(enter: Enter) -> None:
    page = visit(enter(BOB), "/")
    page.get_by_role("link", name="Posts", exact=True).click()
    expect_heading(page, "Posts")

    expect(page.locator("nuxt-route-announcer, .nuxt-route-announcer")).to_have_count(1)
    announced = page.evaluate(
        "() => document.querySelector('.nuxt-route-announcer').shadowRoot?.textContent"
        " ?? document.querySelector('.nuxt-route-announcer').textContent"
    )
    assert "Posts" in announced


def test_the_focus_follows_to_the_new_page(enter: Enter) -> None:
    page = visit(enter(BOB), "/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.get_by_role("link", name="Posts", exact=True).click()
    expect_heading(page, "Posts")

    expect(page.locator("#main")).to_be_focused()
