"""Mozilla's HTTP Observatory gives every page its highest grade."""

from dataclasses import replace

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.observatory import HIGHEST_GRADE, score
from tests.server.responses import ALICE, SESSION, authenticate
from tests.server.stub_api import StubApi
from tests.server.test_security_headers import FROM_HTTPS

# As Django sets them over HTTPS: backend/config/tests/test_settings.py.
COOKIES = (
    "csrftoken=a; expires=Fri, 31 Dec 2100 23:59:59 GMT; Max-Age=1; Path=/; SameSite=Lax; Secure",
    "sessionid=b; HttpOnly; Max-Age=1; Path=/; SameSite=Lax; Secure",
)


@pytest.mark.parametrize("path", ["/", "/about", "/account", "/login"])
def test_pages_have_the_highest_grade(
    nuxt_behind_proxy: NuxtServer, api: StubApi, path: str
) -> None:
    page = nuxt_behind_proxy.get(path, FROM_HTTPS)

    assert page.status == 200
    # 10 for the policy, 10 for the resource policy, 5 each for frames and referrer.
    assert score(page) == HIGHEST_GRADE + 30


def test_page_with_cookies_has_the_highest_grade(
    nuxt_behind_proxy: NuxtServer, api: StubApi
) -> None:
    authenticate(api, ALICE, *COOKIES)

    assert score(nuxt_behind_proxy.get("/", FROM_HTTPS, cookie=SESSION)) == HIGHEST_GRADE + 35


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", None),
        ("Content-Security-Policy", "script-src 'self' 'unsafe-inline'"),
        ("Strict-Transport-Security", None),
        ("Strict-Transport-Security", "max-age=60"),
        ("Set-Cookie", "sessionid=b; Secure; SameSite=Lax"),
        ("Set-Cookie", "sessionid=b; HttpOnly; SameSite=Lax"),
        ("Set-Cookie", "csrftoken=b; Secure"),
    ],
)
def test_rules_notice_a_worse_page(
    nuxt_behind_proxy: NuxtServer, api: StubApi, name: str, value: str | None
) -> None:
    page = nuxt_behind_proxy.get("/", FROM_HTTPS)
    others = tuple(pair for pair in page.headers if pair[0].lower() != name.lower())
    weakened = replace(page, headers=(*others, *([(name, value)] if value else [])))

    assert score(weakened) < score(page)
