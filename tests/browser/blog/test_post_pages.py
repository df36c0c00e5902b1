"""The pages of posts, for members and anonymous visitors."""

import re

from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, from_browser, from_nuxt
from tests.browser.conftest import OpenPage
from tests.browser.headings import NOT_FOUND, expect_heading, expect_logged_in_as
from tests.browser.page_errors import PageErrors, api_calls, documents, requests_of
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, NAMES

# The public posts on the home page.
PUBLIC_POSTS = "GET /api/posts/public/?page=1&page_size=10"


def titles(page: Page) -> list[str]:
    return page.get_by_role("article").get_by_role("heading").all_inner_texts()


def test_server_redirects_anonymous_to_login(page: Page, api_proxy: ApiProxy) -> None:
    for path in ("/posts", "/posts?page=2", "/posts/new", "/posts/1/edit", "/posts/drafts"):
        with api_proxy.recording() as calls:
            response = page.request.get(path, max_redirects=0)

        assert response.status == 302, path
        assert response.headers["location"] == f"/login?redirect={path}"
        assert response.headers["cache-control"] == "private, no-store", path
        assert calls == [], path


def test_server_lets_members_in(open_page: OpenPage) -> None:
    page = open_page(BOB)
    for path in ("/posts", "/posts?page=2", "/posts/new", "/posts/drafts"):
        response = page.request.get(path, max_redirects=0)

        assert response.status == 200, path
        assert response.headers["cache-control"] == "private, no-store", path


def test_back_forward_and_reload(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/posts")
    first = titles(page)
    with requests_of(page) as requests:
        page.get_by_role("link", name="Older").click()
        expect(page.get_by_text("Page 2 of 4")).to_be_visible()
        second = titles(page)
        page.get_by_role("link", name="Older").click()
        expect(page.get_by_text("Page 3 of 4")).to_be_visible()
        page.go_back()
        expect(page.get_by_text("Page 2 of 4")).to_be_visible()
        assert titles(page) == second
        page.go_back()
        expect(page.get_by_text("Page 1 of 4")).to_be_visible()
        assert titles(page) == first
        page.go_forward()
        expect(page.get_by_text("Page 2 of 4")).to_be_visible()
        assert titles(page) == second
        assert documents(requests) == []
    page.reload()
    wait_until_idle(page)

    assert page.url.endswith("/posts?page=2")
    assert titles(page) == second
    page.get_by_role("link", name="Newer").click()
    expect(page.get_by_text("Page 1 of 4")).to_be_visible()
    assert page.url.endswith("/posts")


def test_last_page_has_no_next(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/posts?page=4")

    assert len(titles(page)) == 5
    expect(page.get_by_role("link", name="Newer")).to_be_visible()
    expect(page.get_by_role("link", name="Older")).to_have_count(0)


def test_broken_internal_link_is_404(open_page: OpenPage, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 404")
    page = visit(open_page(BOB), "/posts")
    with requests_of(page) as requests:
        page.evaluate("() => { void window.useNuxtApp().$router.push('/posts?page=999') }")
        expect_heading(page, NOT_FOUND)
        assert documents(requests) == []
    expect_logged_in_as(page, NAMES[BOB])


def test_post_opens_from_list_and_url(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = visit(open_page(BOB), "/posts")
    title = titles(page)[0]
    with requests_of(page) as requests:
        page.get_by_role("link", name=title).click()
        expect_heading(page, title)
        wait_until_idle(page)
        assert documents(requests) == []
        (call,) = api_calls(requests)
        assert re.fullmatch(r"GET /api/posts/\d+/", call)
    text = page.locator("article .prose").inner_text()
    assert len(text) > 200

    with api_proxy.recording() as calls:
        page.reload()
        wait_until_idle(page)
    expect_heading(page, title)
    assert page.locator("article .prose").inner_text() == text
    assert from_nuxt(calls) == ["GET /api/account/ 200", f"{call} 200"]
    assert from_browser(calls) == []
    expect(page).to_have_title(f"{title} · Latchkey")


def test_rendering_modes_share_the_session(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = visit(open_page(BOB), "/about")
    expect_logged_in_as(page, NAMES[BOB])
    with api_proxy.recording() as calls, requests_of(page) as requests:
        page.get_by_role("link", name="Posts", exact=True).click()
        expect(page.get_by_role("article")).to_have_count(10)
        page.get_by_role("link", name=f"Account of {NAMES[BOB]}").click()
        expect_heading(page, "Your account")
        page.get_by_role("link", name="Latchkey").first.click()
        expect_heading(page, f"Welcome back, {NAMES[BOB]}.")
        assert documents(requests) == []

    assert [str(call) for call in calls] == [
        "GET /api/posts/?page=1&page_size=10 200",
        f"{PUBLIC_POSTS} 200",
    ]
