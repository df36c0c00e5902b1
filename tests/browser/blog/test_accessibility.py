"""The pages of posts: axe, the keyboard, small screens; in light and in dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, Response
from tests.browser.accessibility import Scene, at, expect_accessible, open_scene
from tests.browser.conftest import OpenPage
from tests.browser.focus import expect_visible_focus, focused
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import ALICE, BOB, NAMES, PASSWORD

GO_ON_FROM_MAIN = """() => {
    const main = document.querySelector('main')
    main.addEventListener('focus', () => main.querySelector('a').focus(), { once: true })
}"""


def refused(api_proxy: ApiProxy, status: int) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        with api_proxy.responding("/api/posts/", Response(status)):
            visit(page, "/posts")

    return go


def open_post(page: Page) -> None:
    visit(page, "/posts")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("article .prose")).to_be_visible()
    wait_until_idle(page)


def open_own_post(page: Page) -> None:
    visit(page, "/posts")
    page.get_by_role("article").filter(has_text=NAMES[BOB]).first.get_by_role(
        "heading"
    ).get_by_role("link").click()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    wait_until_idle(page)


def open_editor(page: Page) -> None:
    open_own_post(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect_heading(page, "Edit your post")
    wait_until_idle(page)


def editor_with_errors(page: Page) -> None:
    visit(page, "/posts/new")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Title", exact=True)).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    "name",
    [
        "posts",
        "posts-last",
        "posts-search",
        "post",
        "post-of-its-author",
        "new-post",
        "new-post-errors",
        "edit-post",
        "drafts",
        "400",
        "403",
        "other",
    ],
)
def test_page_is_accessible(
    name: str, open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    scenes: dict[str, Scene] = {
        "posts": (BOB, at("/posts", "Posts"), None),
        "posts-last": (BOB, at("/posts?page=4", "Posts"), None),
        "posts-search": (BOB, at("/posts?search=the", "Posts with “the”"), None),
        "post": (BOB, open_post, None),
        "post-of-its-author": (BOB, open_own_post, None),
        "new-post": (BOB, at("/posts/new", "Write a post"), None),
        "new-post-errors": (BOB, editor_with_errors, None),
        "edit-post": (BOB, open_editor, None),
        "drafts": (BOB, at("/posts/drafts", "Your drafts"), None),
        "400": (BOB, at("/posts?ordering=sideways", "That address does not work"), "400"),
        "403": (BOB, refused(api_proxy, 403), "403"),
        "other": (BOB, refused(api_proxy, 418), "418"),
    }
    expect_accessible(open_scene(scenes[name], open_page, page_errors))


def test_skip_link_leads_to_content(page: Page) -> None:
    visit(page, "/")
    skip = page.get_by_role("link", name="Skip to content")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect(skip).to_have_css("padding-inline", "16px")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Log in and read")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/posts", "/posts/drafts"])
def test_skip_link_keeps_page_and_focus(open_page: OpenPage, path: str) -> None:
    page = visit(open_page(BOB), path)
    link = page.locator("main a").first.element_handle()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(GO_ON_FROM_MAIN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_function("() => useNuxtApp().$router.currentRoute.value.hash === '#main'")
    wait_until_idle(page)
    assert link.evaluate("link => link === document.activeElement")
    assert [url for url in asked if "/api/" in url] == []


def test_tab_order_and_visible_focus(page: Page) -> None:
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


def test_reading_by_keyboard(page: Page) -> None:
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
    for control in ("Show password", "Stay logged in on this device", "Log in"):
        keyboard.press("Tab")
        assert focused(page).replace("\n", " ") == control
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
    expect_heading(page, "A blog for members")
