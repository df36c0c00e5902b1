"""Lists of posts: paging, search, filters and prefetching."""

from collections.abc import Iterator
from concurrent.futures import Executor
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, from_browser
from tests.browser.blog.temporary_posts import PostData, temporary_posts
from tests.browser.clock import pause_clock
from tests.browser.conftest import OpenPage
from tests.browser.headings import NOT_FOUND, expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, NAMES, Member, Members

# One more than the maximum count of a search.
MANY = 201
BEST = "Ferryboat timetable"


@pytest.fixture(scope="session")
def hannah(members: Members) -> Member:
    return members.create("hannah@example.com", "Hannah Sands")


@pytest.fixture(scope="module", autouse=True)
def _written(django: Executor, hannah: Member) -> Iterator[None]:
    """Many posts by Hannah, two of them about boats."""
    writings = [PostData(f"Note {number}", "Only a quayside remark.") for number in range(1, MANY)]
    writings[5] = PostData(BEST, "It leaves the quayside at noon.", tags=["boats"])
    writings[9] = PostData("Tides", "The quayside is no place for a ferryboat.", tags=["boats"])
    with temporary_posts(hannah, [*writings, PostData("The last note", "Quayside.")], django):
        yield


def titles(page: Page) -> list[str]:
    return page.get_by_role("article").get_by_role("heading").all_inner_texts()


def query_of(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def scrolled(page: Page) -> int:
    position: int = page.evaluate("Math.round(window.scrollY)")
    return position


def test_back_and_forward_restore_scroll(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/posts")
    page.evaluate("window.scrollTo(0, 600)")
    page.get_by_role("article").nth(4).get_by_role("heading").get_by_role("link").click()
    expect(page.locator("article .prose")).to_be_visible()
    wait_until_idle(page)
    assert scrolled(page) == 0
    page.go_back()
    expect(page.get_by_role("article")).to_have_count(10)
    page.wait_for_function("Math.round(window.scrollY) === 600")

    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    wait_until_idle(page)
    assert scrolled(page) == 0
    page.evaluate("window.scrollTo(0, 300)")
    page.go_back()
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    page.wait_for_function("window.scrollY > 600")
    page.go_forward()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    page.wait_for_function("Math.round(window.scrollY) === 300")


@pytest.mark.parametrize(
    ("email", "path", "call"),
    [(BOB, "/posts", "/api/posts/"), (None, "/", "/api/posts/public/")],
    ids=["posts", "home"],
)
def test_hover_prefetches_next_page_once(
    open_page: OpenPage, api_proxy: ApiProxy, email: str | None, path: str, call: str
) -> None:
    page = visit(open_page(email), path)
    older = page.get_by_role("link", name="Older")
    older.scroll_into_view_if_needed()
    with api_proxy.recording() as calls:
        older.hover()
        wait_until_idle(page)
        assert from_browser(calls) == [f"GET {call}?page=2&page_size=10 200"]
        older.click()
        expect(page.get_by_text("Page 2 of")).to_be_visible()
        wait_until_idle(page)

    assert from_browser(calls) == [f"GET {call}?page=2&page_size=10 200"]


def test_passing_pointer_prefetches_nothing(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = open_page(BOB)
    page.clock.install()
    visit(page, "/posts")
    older = page.get_by_role("link", name="Older")
    older.scroll_into_view_if_needed()
    pause_clock(page)
    with api_proxy.recording() as calls:
        older.dispatch_event("pointerenter")
        page.clock.run_for(90)
        older.dispatch_event("pointerleave")
        page.clock.run_for(1_000)
        page.wait_for_timeout(500)
        assert from_browser(calls) == []
        # Long enough for a prefetch.
        older.dispatch_event("pointerenter")
        with page.expect_response("**/api/posts/**"):
            page.clock.run_for(110)


@pytest.mark.each_layout
def test_search_is_in_the_url(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = visit(open_page(BOB), "/posts")
    field = page.get_by_role("searchbox")
    field.fill("ferryboat")
    field.press("Enter")
    expect(page.get_by_text("2 posts", exact=True)).to_be_visible()
    assert query_of(page) == {"search": "ferryboat"}
    # A match in the title ranks first, although it is older.
    assert titles(page) == [BEST, "Tides"]
    expect(page.locator("mark")).to_have_text(["ferryboat"])
    expect(page).to_have_title("Posts with “ferryboat” · Latchkey")
    page.get_by_label("Order").select_option("Newest first")
    expect(page.get_by_role("article").first).to_contain_text("Tides")
    assert query_of(page) == {"search": "ferryboat", "ordering": "-published_at"}

    with api_proxy.recording() as calls:
        page.reload()
        wait_until_idle(page)
    assert from_browser(calls) == []
    assert titles(page) == ["Tides", BEST]
    expect(field).to_have_value("ferryboat")
    expect(page.get_by_label("Order")).to_have_value("-published_at")
    page.go_back()
    expect(page.get_by_role("article").first).to_contain_text(BEST)
    page.go_back()
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    expect(field).to_have_value("")


def test_capped_count_is_shown_as_more(open_page: OpenPage, page_errors: PageErrors) -> None:
    page_errors.expect_error("status of 404")
    page = visit(open_page(BOB), "/posts?search=quayside")
    found = "More than 200 posts match. These are the newest 200, best match first."
    expect(page.get_by_text(found)).to_be_visible()
    expect(page.get_by_text("Page 1 of 20 and more")).to_be_visible()
    visit(page, "/posts?search=quayside&page=20")
    assert len(titles(page)) == 10
    expect(page.get_by_role("link", name="Next")).to_have_count(0)

    visit(page, "/posts?search=quayside&page=21")
    expect_heading(page, NOT_FOUND)


def test_search_without_results(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/posts?search=zeppelin")

    expect(page.get_by_text("No posts match. Try other or fewer words.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("zeppelin")


def test_home_search_finds_members_posts(
    open_page: OpenPage, django: Executor, flora: Member
) -> None:
    hidden = PostData("Lanterns", "Mostly wickerwork.", visibility="members")
    with temporary_posts(flora, [hidden], django):
        page = visit(open_page(BOB), "/")
        page.get_by_role("searchbox").fill("wickerwork")
        page.get_by_role("searchbox").press("Enter")
        expect_heading(page, "Posts with “wickerwork”")
        assert titles(page) == ["Lanterns"]
        assert page.url.endswith("/posts?search=wickerwork")
        page.go_back()
        expect_heading(page, f"Welcome back, {NAMES[BOB]}.")

        answer = page.request.get("/?search=wickerwork", max_redirects=0)
        assert (answer.status, answer.headers["location"]) == (302, "/posts?search=wickerwork")
        assert answer.headers["cache-control"] == "private, no-store"

        page = visit(open_page(), "/?search=wickerwork")
        expect(page.get_by_text("No posts match. Try other or fewer words.")).to_be_visible()


@pytest.mark.parametrize(("email", "path"), [(BOB, "/posts"), (None, "/")])
def test_unknown_author_is_404(
    open_page: OpenPage, page_errors: PageErrors, email: str | None, path: str
) -> None:
    page_errors.expect_error("status of 404")
    page = open_page(email)
    response = page.goto(f"{path}?author=999999")

    assert response is not None
    assert response.status == 404
    expect_heading(page, NOT_FOUND)


def test_list_shows_visibility(open_page: OpenPage, django: Executor, flora: Member) -> None:
    members, public = PostData("Lanterns", visibility="members"), PostData("Lamps")
    with temporary_posts(flora, [members, public], django):
        page = visit(open_page(BOB), "/posts")
        for title, readers in [("Lamps", "For everyone"), ("Lanterns", "For members")]:
            card = page.get_by_role("article").filter(has_text=title)
            expect(card.get_by_text(readers, exact=True)).to_be_visible()

        # Anonymous visitors see public posts only.
        page = visit(open_page(), "/")
        expect(page.get_by_role("article").filter(has_text="Lamps")).to_be_visible()
        expect(page.get_by_text("For everyone", exact=True)).to_have_count(0)


def test_unused_tag_shows_no_posts(open_page: OpenPage) -> None:
    page = visit(open_page(BOB), "/posts?tag=zeppelins")

    expect_heading(page, "Posts about zeppelins")
    expect(page.get_by_text("No posts match. Remove a filter.")).to_be_visible()
    page.get_by_role("link", name="About zeppelins").click()
    expect_heading(page, "Posts")
    expect(page.get_by_role("article").first).to_be_visible()


@pytest.mark.parametrize(
    ("email", "path", "all_posts"),
    [(BOB, "/posts", "Posts"), (None, "/", "Posts for everyone")],
    ids=["member", "anonymous"],
)
def test_tag_and_author_links_filter(
    open_page: OpenPage, hannah: Member, email: str | None, path: str, all_posts: str
) -> None:
    page = visit(open_page(email), f"{path}?search=timetable")
    page.get_by_role("link", name="boats", exact=True).click()
    expect(page.get_by_text("2 posts", exact=True)).to_be_visible()
    assert urlsplit(page.url).path == path
    assert query_of(page) == {"tag": "boats"}
    assert titles(page) == ["Tides", BEST]
    expect_heading(page, f"{all_posts} about boats")
    expect(page).to_have_title(f"{all_posts} about boats · Latchkey")
    page.get_by_role("link", name=hannah.name).first.click()
    expect(page.get_by_text("201 posts", exact=True)).to_be_visible()
    assert query_of(page) == {"author": str(hannah.id)}
    expect(page.get_by_role("list", name="Active filters")).to_contain_text(f"By {hannah.name}")

    # Paging and search keep the filters; they can be removed.
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text("Page 2 of 21")).to_be_visible()
    expect_heading(page, f"{all_posts} by {hannah.name}")
    expect(page).to_have_title(f"{all_posts} by {hannah.name}, page 2 · Latchkey")
    page.get_by_role("searchbox").fill("timetable")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_text("1 post", exact=True)).to_be_visible()
    assert query_of(page) == {"author": str(hannah.id), "search": "timetable"}
    page.get_by_role("link", name=f"By {hannah.name}").click()
    expect(page.get_by_role("list", name="Active filters")).to_have_count(0)
    assert query_of(page) == {"search": "timetable"}


def test_ordering_survives_paging(open_page: OpenPage, hannah: Member) -> None:
    page = visit(open_page(BOB), f"/posts?author={hannah.id}")
    page.get_by_label("Order").select_option("Oldest first")
    expect(page.get_by_role("article").first).to_contain_text("Note 1")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 21")).to_be_visible()

    assert query_of(page) == {
        "author": str(hannah.id),
        "ordering": "published_at",
        "page": "2",
    }
    assert titles(page)[0] == "Note 11"
