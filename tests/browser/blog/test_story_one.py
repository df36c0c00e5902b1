"""Story I: visit, log in, go to /posts. The numbers are those of docs/stories.md."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.api_proxy import ApiProxy, from_browser, from_nuxt
from tests.browser.cookies import cookies_of, plain_name
from tests.browser.page_errors import api_calls, documents, requests_of, without_files
from tests.browser.page_load import wait_until_idle
from tests.browser.request_hold import RequestHold
from tests.browser.story import step
from tests.members import ALICE, NAMES, PASSWORD, Members
from tests.site import SiteUnderTest

ALICE_NAME = NAMES[ALICE]
PUBLIC_POSTS = "GET /api/posts/public/?page=1&page_size=10"


def response_to(page: Page, method: str, path: str) -> Callable[[Response], bool]:
    return lambda each: each.request.method == method and each.url.partition("?")[0].endswith(path)


@pytest.mark.each_layout
def test_story_one(page: Page, api_proxy: ApiProxy, members: Members, site: SiteUnderTest) -> None:
    """The whole story in a new browser."""
    sessions_before = members.sessions()

    with api_proxy.recording() as calls, requests_of(page) as requests:
        with step("1", "the browser asks for /, the Nuxt server answers"):
            home = page.goto("/")
            assert home is not None
            assert home.status == 200
            wait_until_idle(page)
            assert documents(requests) == ["GET /"]
        with step("2-5", "anonymous: known without a request, and no session is created"):
            # The home page lists public posts and asks for no account.
            assert from_nuxt(calls) == [f"{PUBLIC_POSTS} 200"]
            assert calls[0].set_cookies == ()
            assert "Cookie" not in calls[0].headers
            assert "set-cookie" not in home.headers
            assert cookies_of(page) == {}
            assert members.sessions() == sessions_before
        with step("6-7", "the home page comes complete, for this visitor alone"):
            html = home.text()
            assert "A blog for members" in html
            assert "Log in and read" in html
            assert html.count("<article") == 10
            assert html.rstrip().endswith("</html>")
            assert home.headers["cache-control"] == "private, no-store"
            assert "Cookie" in home.headers["vary"]
        assert from_browser(calls) == [], "after hydration nothing is asked for"

    with api_proxy.recording() as calls, requests_of(page) as requests:
        with step("8", "the log-in page is a client-side navigation"):
            page.get_by_role("link", name="Log in", exact=True).click()
            expect(page.get_by_role("heading", name="Log in")).to_be_visible()
            assert page.url.endswith("/login")
            wait_until_idle(page)
            assert documents(requests) == []
        with step("9", "the log-in page asks for GET /api/login-set-cookie/, and for nothing else"):
            assert without_files(requests) == ["GET /api/login-set-cookie/"]
            assert from_nuxt(calls) == []
        with step("10-12", "the answer sets the csrftoken cookie"):
            (call,) = calls
            assert call.status == 200
            (line,) = call.set_cookies
            assert plain_name(line.partition("=")[0]) == "csrftoken"
            token = cookies_of(page)["csrftoken"]
            assert token["path"] == "/"
            assert token["sameSite"] == "Lax"
            assert token["httpOnly"] is False
            assert "sessionid" not in cookies_of(page)

    first_token = cookies_of(page)["csrftoken"]["value"]
    page.get_by_label("E-mail").fill(ALICE)
    page.get_by_label("Password").fill(PASSWORD)
    with api_proxy.recording() as calls, requests_of(page) as requests:
        with page.expect_response(response_to(page, "GET", "/api/account/")) as account_answer:
            page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name=f"Welcome back, {ALICE_NAME}.")).to_be_visible()
        wait_until_idle(page)
        # The third is the list of the home page.
        assert without_files(requests) == ["POST /api/login/", "GET /api/account/", PUBLIC_POSTS]
        assert from_browser(calls) == [
            "POST /api/login/ 200",
            "GET /api/account/ 200",
            f"{PUBLIC_POSTS} 200",
        ]
        assert from_nuxt(calls) == []

    sending, reading, _ = (request for request in requests if "/api/" in request.url)
    with step("13", "the token is copied into the X-CSRFToken header of the unsafe request"):
        assert sending.all_headers()["x-csrftoken"] == first_token
        assert "x-csrftoken" not in reading.all_headers()
    with step("14", "e-mail and password go to POST /api/login/, in the body"):
        assert json.loads(sending.post_data or "") == {"email": ALICE, "password": PASSWORD}
        assert "?" not in sending.url
    with step(
        "15-16", "Django logs in and sets the HttpOnly sessionid; the CSRF token is a new one"
    ):
        lines = {plain_name(line.partition("=")[0]): line for line in calls[0].set_cookies}
        assert lines.keys() == {"sessionid", "csrftoken", "device"}
        attributes = [part.strip() for part in lines["sessionid"].split(";")[1:]]
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
        assert cookies_of(page)["csrftoken"]["value"] != first_token
    with step("17", "the browser keeps the cookie, and no script can read it"):
        session = cookies_of(page)["sessionid"]
        assert session["httpOnly"] is True
        assert session["sameSite"] == "Lax"
        assert "sessionid" not in page.evaluate("document.cookie")
        assert "csrftoken" in page.evaluate("document.cookie")
        assert members.sessions() - sessions_before == {session["value"]}
    with step("18-21", "GET /api/account/ carries sessionid by itself and is answered 200"):
        assert f"sessionid={session['value']}" in reading.all_headers()["cookie"]
        assert account_answer.value.status == 200
        assert account_answer.value.json()["email"] == ALICE
    with step("22", "the profile is in the store, and the visitor is where they wanted to go"):
        assert re.fullmatch(r".*://[^/]+/", page.url)
        account = page.evaluate("window.useNuxtApp().$pinia.state.value.session.identity.account")
        assert account == account_answer.value.json()
        expect(page.get_by_role("link", name=f"Account of {ALICE_NAME}")).to_be_visible()

    with api_proxy.recording() as calls, requests_of(page) as requests:
        with step("23", "/posts is a client-side navigation"):
            page.get_by_role("link", name="Posts", exact=True).click()
            expect(page.get_by_role("heading", name="Posts", exact=True)).to_be_visible()
            wait_until_idle(page)
            assert documents(requests) == []
        with step("24-25", "the browser asks Django for the posts, and Nuxt asks for nothing"):
            assert without_files(requests) == ["GET /api/posts/?page=1&page_size=10"]
            assert from_browser(calls) == ["GET /api/posts/?page=1&page_size=10 200"]
            assert from_nuxt(calls) == []
        with step("26-28", "one page of the list is answered, is in the store, and is shown"):
            answer = next(request for request in requests if "/api/" in request.url).response()
            assert answer is not None
            body = answer.json()
            assert body["count"] == 35
            assert body["previous"] is None
            assert body["next"].startswith(f"{site.api_url}/api/posts/?page=2")
            assert page.evaluate("window.useNuxtApp().$pinia.state.value.posts.list") == body
            titles = [post["title"] for post in body["results"]]
            assert page.get_by_role("article").get_by_role("heading").all_inner_texts() == titles


@pytest.mark.each_layout
def test_page_two_comes_from_the_api(open_page: Callable[..., Page], api_proxy: ApiProxy) -> None:
    """Step 28, the second half."""
    page = open_page(ALICE)
    page.goto("/posts")
    wait_until_idle(page)
    first = page.get_by_role("article").get_by_role("heading").all_inner_texts()
    indicator = page.locator(".nuxt-loading-indicator")
    expect(indicator).to_have_css("opacity", "0")
    answer = RequestHold(page, "**/api/posts/?*")

    with api_proxy.recording() as calls, requests_of(page) as requests:
        with step("28", "while the answer is under way, the indicator runs and page 1 stays"):
            page.get_by_role("link", name="Older").click()
            expect(indicator).to_have_css("opacity", "1")
            assert page.get_by_role("article").get_by_role("heading").all_inner_texts() == first
        with step("28", "then page 2 is there, and the indicator goes"):
            answer.release()
            expect(page.get_by_text("Page 2 of 4")).to_be_visible()
            expect(indicator).to_have_css("opacity", "0")
            assert page.url.endswith("/posts?page=2")
            second = page.get_by_role("article").get_by_role("heading").all_inner_texts()
            assert len(second) == 10
            assert not set(first) & set(second)
        wait_until_idle(page)
        assert documents(requests) == []
        assert api_calls(requests) == ["GET /api/posts/?page=2&page_size=10"]
        assert from_browser(calls) == ["GET /api/posts/?page=2&page_size=10 200"]
        assert from_nuxt(calls) == []
