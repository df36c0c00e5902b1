"""Ambiguous cookies and malformed session keys are ignored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from conftest import NOT_AUTHENTICATED, Browser, browser_of

pytestmark = pytest.mark.each_database

MALFORMED = [
    r'"\000' + "a" * 31 + '"',
    r'"aaaaaaaaaaaaaaaa\000aaaaaaaaaaaaaaa"',
    "' OR 1=1 --",
    "a" * 5000,
    '"\\303\\050"',
    "ünïcode-session-key-of-32-letters",
    "=;=;=",
    "",
]


def test_a_malformed_session_is_ignored(anonymous: Browser) -> None:
    for value in MALFORMED:
        # A header, as the test client would quote a cookie.
        headers = {"Cookie": f"sessionid={value}; csrftoken=x"}
        with CaptureQueriesContext(connection) as queries:
            response = anonymous.get("/api/account/", headers=headers)
        assert response.status_code == 403
        assert response.json() == NOT_AUTHENTICATED
        # PostgreSQL would fail on a NUL byte.
        assert len(queries) == 0


def test_an_ambiguous_session_is_ignored(alice: User, bob: User) -> None:
    browser = browser_of(alice)
    victim, attacker = browser.cookie("sessionid"), browser_of(bob).cookie("sessionid")
    browser.cookies.clear()
    for header, status in (
        (f"sessionid={victim}", 200),
        (f"sessionid={victim}; sessionid={attacker}", 403),
        (f"sessionid={attacker}; sessionid={victim}", 403),
        (f"sessionid={victim}; theme=dark; sessionid=", 403),
        # Browsers see no `__Host-` prefix here, and Django strips the space.
        (f"\u2003sessionid={attacker}", 403),
        (f"sessionid\x1f={attacker}", 403),
        (f"sessionid={victim}; \u00a0sessionid={attacker}", 403),
    ):
        headers = {"Cookie": header.encode().decode("latin-1")}
        response = browser.get("/api/account/", headers=headers)
        assert (header, response.status_code) == (header, status)
        # Deleting the cookie would keep the attacker's.
        assert "sessionid" not in response.cookies
