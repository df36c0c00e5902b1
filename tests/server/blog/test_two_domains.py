"""The API on its own domain: the page knows it; the server uses the internal URL."""

from tests.server.conftest import StartServer
from tests.server.responses import ACCOUNT_PATH, ALICE, POSTS_PATH, SESSION, authenticate
from tests.server.stub_api import StubApi

OURS = "csrftoken=new; Domain=example.com; Path=/; SameSite=Lax; Secure"


def test_page_names_the_api_domain(api: StubApi, start_server: StartServer) -> None:
    authenticate(api, ALICE, OURS)
    settings = {
        "NUXT_PUBLIC_SESSION_API_URL": "https://api.example.com",
        "NUXT_SESSION_TRUSTED_PROXIES": "127.0.0.1",
    }
    public = (("X-Forwarded-Host", "app.example.com"), ("X-Forwarded-Proto", "https"))
    with start_server(**settings) as nuxt:
        page = nuxt.get("/posts", *public, cookie=f"{SESSION}; csrftoken=old")
        passed_on = nuxt.get(ACCOUNT_PATH, *public, cookie=SESSION)

    assert page.status == 200
    assert '"https://api.example.com"' in page.text
    # With a domain, so that both hosts get it.
    assert page.set_cookies == passed_on.set_cookies == [OURS]
    received = api.only_request(POSTS_PATH)
    assert sorted(received.cookies) == ["csrftoken=new", SESSION]
    assert received.header("X-Forwarded-Host") == "app.example.com"
    assert received.header("Origin") == "https://app.example.com"
