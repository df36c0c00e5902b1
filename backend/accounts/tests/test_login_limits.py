"""The limit on log-ins: POST /api/login/"""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from pytest_django import Settings

from accounts import device_cookie
from accounts.models import User
from conftest import (
    PASSWORD,
    Browser,
    Clock,
    CreateUser,
    browser_of,
    cookies_of,
    error,
    responses_in_parallel,
)

pytestmark = pytest.mark.each_database

ALICE, UNKNOWN = "alice@example.com", "unknown@example.com"
NETWORK, OTHER_NETWORK = "203.0.113.5", "203.0.113.6"


@pytest.fixture
def addresses() -> Iterator[str]:
    """Addresses without an earlier request."""
    return (f"198.18.{number // 256}.{number % 256}" for number in itertools.count())


@pytest.fixture
def known(alice: User, clock: Clock) -> Browser:
    """A browser that has logged in as Alice, and out."""
    browser = Browser()
    assert browser.log_in(ALICE).status_code == 200
    assert browser.post_json("/api/logout/").status_code == 204
    return browser


def fail(browser: Browser, email: str, times: int, address: str | Iterator[str] = NETWORK) -> None:
    for _ in range(times):
        each = address if isinstance(address, str) else next(address)
        assert browser.log_in(email, "wrong", REMOTE_ADDR=each).status_code == 400


def log_in(browser: Browser, email: str = ALICE, address: str = NETWORK) -> int:
    """Log in with the right password. Return the seconds to wait, 0 if it succeeds."""
    response = browser.log_in(email, REMOTE_ADDR=address)
    if response.status_code == 200:
        return 0
    assert response.status_code == 429
    assert browser.cookie("sessionid") == ""
    return int(response.headers["Retry-After"])


@pytest.mark.parametrize("email", [ALICE, UNKNOWN])
def test_five_failures_lock_for_that_network(
    anonymous: Browser, alice: User, clock: Clock, email: str
) -> None:
    fail(anonymous, email, 5)
    response = anonymous.log_in(email, "wrong", REMOTE_ADDR=NETWORK)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert response.json() == error(
        "throttled", "Too many requests. Please try again in 5 minutes."
    )
    fail(anonymous, email, 1, OTHER_NETWORK)


def test_the_right_password_is_refused_too(anonymous: Browser, alice: User, clock: Clock) -> None:
    fail(anonymous, ALICE, 5)
    assert log_in(anonymous) == 300


def test_four_failures_lock_nothing(anonymous: Browser, alice: User) -> None:
    fail(anonymous, ALICE, 4)
    assert log_in(anonymous) == 0


def test_other_networks_are_not_locked(
    anonymous: Browser, alice: User, addresses: Iterator[str]
) -> None:
    fail(anonymous, ALICE, 5, addresses)
    assert log_in(anonymous) == 0


@pytest.mark.parametrize("email", [ALICE, UNKNOWN])
def test_eight_failures_lock_for_unknown_browsers(
    anonymous: Browser, alice: User, clock: Clock, addresses: Iterator[str], email: str
) -> None:
    fail(anonymous, email, 8, addresses)
    assert log_in(anonymous, email, next(addresses)) == 600
    clock.advance(600)
    fail(anonymous, email, 1, addresses)


def test_other_browsers_do_not_lock_known_ones(
    anonymous: Browser, known: Browser, clock: Clock, addresses: Iterator[str]
) -> None:
    fail(anonymous, ALICE, 5)
    fail(anonymous, UNKNOWN, 5)
    fail(anonymous, ALICE, 3, addresses)
    assert log_in(anonymous) == log_in(anonymous, ALICE, next(addresses)) == 600
    assert log_in(known) == 0


def test_a_known_browser_has_a_limit(
    anonymous: Browser, known: Browser, clock: Clock, addresses: Iterator[str]
) -> None:
    fail(known, ALICE, 5, addresses)
    assert log_in(known, ALICE, next(addresses)) == 600
    # The limits of others are untouched.
    assert log_in(anonymous) == 0


def test_a_browser_is_known_to_two_accounts(
    known: Browser, bob: User, addresses: Iterator[str]
) -> None:
    assert log_in(known, bob.email) == 0
    fail(Browser(), ALICE, 8, addresses)
    fail(Browser(), bob.email, 8, addresses)
    fail(known, bob.email, 5, addresses)
    assert log_in(known) == 0


def test_forged_device_cookies_are_ignored(
    known: Browser,
    alice: User,
    bob: User,
    clock: Clock,
    addresses: Iterator[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_bob = Browser()
    assert log_in(of_bob, bob.email) == 0
    fail(Browser(), ALICE, 8, addresses)
    genuine = known.cookie("device")
    content = signing.loads(genuine, salt="accounts.device_cookie")
    not_genuine = [
        of_bob.cookie("device"),
        signing.dumps(content),
        signing.dumps(content, key="another secret", salt="accounts.device_cookie"),
        genuine[:-1],
        genuine.partition(":")[0],
        "",
    ]
    for cookie in not_genuine:
        browser = Browser()
        browser.cookies["device"] = cookie
        assert log_in(browser, ALICE, next(addresses)) == 600
    year = device_cookie.MAX_AGE
    monkeypatch.setattr(
        "accounts.device_cookie.time.time", lambda: content[1][str(alice.pk)] + year
    )
    assert log_in(known) == 600


def test_attributes_of_the_device_cookie(
    anonymous: Browser, alice: User, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    settings.SESSION_COOKIE_DOMAIN = "example.com"
    response = anonymous.log_in(ALICE)
    cookie = cookies_of(response)["device"]
    assert cookie.pop("expires")
    assert cookie == {
        "httponly": True,
        "samesite": "Lax",
        "secure": True,
        "domain": "example.com",
        "path": "/",
        "max-age": 31_536_000,
    }
    content = signing.loads(response.cookies["device"].value, salt="accounts.device_cookie")
    assert list(content[1]) == [str(alice.pk)]


def test_the_device_cookie_names_five_accounts(anonymous: Browser, create_user: CreateUser) -> None:
    people = [create_user(f"{number}@example.com") for number in range(6)]
    for each in (*people, people[1]):
        assert log_in(anonymous, each.email) == 0
    content = signing.loads(anonymous.cookie("device"), salt="accounts.device_cookie")
    assert list(content[1]) == [str(people[number].pk) for number in (2, 3, 4, 5, 1)]


def test_at_most_100_guesses_an_hour(
    anonymous: Browser, known: Browser, clock: Clock, addresses: Iterator[str]
) -> None:
    """From new addresses, at the first moment that is allowed, and with a stolen cookie."""
    start, guesses = clock.now, []
    while clock.now < start + timedelta(hours=2):
        waits = []
        for browser in (anonymous, known):
            response = browser.log_in(ALICE, "wrong", REMOTE_ADDR=next(addresses))
            if response.status_code == 400:
                guesses.append(clock.now)
            waits.append(int(response.headers.get("Retry-After", 0)))
        clock.advance(min(waits))
    hour = timedelta(hours=1)
    numbers = [sum(begin <= at <= begin + hour for at in guesses) for begin in guesses]
    assert 50 < max(numbers) <= 100


def test_parallel_guesses_are_limited(
    shared_database: None, clock: Clock, create_user: CreateUser
) -> None:
    alice = create_user(ALICE)
    browsers = [browser_of(alice) for _ in range(16)]

    def guess(browser: Browser, number: int) -> Any:
        return browser.log_in(ALICE, "wrong", REMOTE_ADDR=NETWORK)

    def guess_from_many_networks(browser: Browser, number: int) -> Any:
        return browser.log_in(ALICE, "wrong", REMOTE_ADDR=f"198.18.0.{number}")

    def guess_at_many_accounts(browser: Browser, number: int) -> Any:
        return browser.log_in(f"{number}@example.com", "wrong", REMOTE_ADDR=OTHER_NETWORK)

    assert responses_in_parallel(browsers, 60, guess) == {"invalid_credentials": 5, "throttled": 55}
    assert responses_in_parallel(browsers, 60, guess_from_many_networks) == {
        "invalid_credentials": 3,
        "throttled": 57,
    }
    assert responses_in_parallel(browsers, 60, guess_at_many_accounts) == {
        "invalid_credentials": 10,
        "throttled": 50,
    }


def test_disabled_accounts_count_as_failures(anonymous: Browser, create_user: CreateUser) -> None:
    create_user("disabled@example.com", is_active=False)
    for _ in range(5):
        assert anonymous.log_in("disabled@example.com", PASSWORD).status_code == 400
    assert anonymous.log_in("disabled@example.com", PASSWORD).status_code == 429


@pytest.mark.parametrize("spelling", ["ALICE@EXAMPLE.COM", " alice@example.com"])
def test_other_spellings_share_the_limit(anonymous: Browser, alice: User, spelling: str) -> None:
    fail(anonymous, ALICE, 5)
    assert log_in(anonymous, spelling) > 0


@pytest.mark.parametrize("host", ["localhost:4711", "127.0.0.1", "[::1]:8000"])
def test_other_host_headers_share_the_limit(anonymous: Browser, alice: User, host: str) -> None:
    fail(anonymous, ALICE, 5)
    response = anonymous.log_in(ALICE, HTTP_HOST=host, REMOTE_ADDR=NETWORK)
    assert response.status_code == 429


def test_other_accounts_are_not_locked(anonymous: Browser, alice: User, bob: User) -> None:
    fail(anonymous, ALICE, 5)
    assert log_in(anonymous, bob.email) == 0


@pytest.mark.parametrize(
    ("first", "same_network", "other_network"),
    [
        (NETWORK, NETWORK, OTHER_NETWORK),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"),
    ],
)
def test_ten_failures_lock_a_network(
    anonymous: Browser, alice: User, clock: Clock, first: str, same_network: str, other_network: str
) -> None:
    for number in range(10):
        fail(anonymous, f"unknown{number}@example.com", 1, first)
    assert log_in(anonymous, ALICE, same_network) == 60
    assert log_in(anonymous, ALICE, other_network) == 0


def test_the_address_is_from_a_trusted_proxy(anonymous: Browser, alice: User) -> None:
    for number in range(10):
        headers = {"X-Forwarded-For": NETWORK}
        response = anonymous.log_in(f"unknown{number}@example.com", "wrong", headers=headers)
        assert response.status_code == 400
    for forwarded, status in [(NETWORK, 429), (OTHER_NETWORK, 200)]:
        response = anonymous.log_in(ALICE, headers={"X-Forwarded-For": forwarded})
        assert response.status_code == status


def test_invented_addresses_are_ignored(anonymous: Browser, alice: User) -> None:
    for number in range(11):
        response = anonymous.log_in(
            f"unknown{number}@example.com",
            "wrong",
            REMOTE_ADDR=NETWORK,
            headers={"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"10.0.0.{number}"},
        )
    assert response.status_code == 429


def test_success_does_not_count(alice: User) -> None:
    known = Browser()
    for _ in range(11):
        assert log_in(Browser()) == 0
    for _ in range(6):
        assert log_in(known) == 0


def test_success_does_not_reset_failures(anonymous: Browser, alice: User, bob: User) -> None:
    """Otherwise a member could guess at another account without limit."""
    for number in range(10):
        fail(anonymous, f"unknown{number}@example.com", 1)
        if number < 9:
            assert log_in(Browser(), bob.email) == 0
    assert log_in(Browser(), bob.email) > 0


def test_retry_after_is_exact(anonymous: Browser, alice: User, clock: Clock) -> None:
    fail(anonymous, ALICE, 1)
    clock.advance(100)
    fail(anonymous, ALICE, 4)
    clock.advance(50.5)
    # The window began with the first failure, and 149.5 of its 300 seconds are left.
    assert log_in(anonymous) == 150
    clock.advance(149)
    assert log_in(anonymous) == 1
    clock.advance(0.5)
    assert log_in(anonymous) == 0


def test_the_longest_wait_counts(anonymous: Browser, alice: User, bob: User, clock: Clock) -> None:
    fail(anonymous, ALICE, 5)
    for number in range(5):
        fail(anonymous, f"unknown{number}@example.com", 1)
    # The network is locked for a minute, the account for five.
    assert log_in(anonymous, bob.email) == 60
    assert log_in(anonymous, ALICE) == 300


def test_a_missing_token_is_no_failure(anonymous: Browser, alice: User) -> None:
    """Otherwise another site could lock its visitors out."""
    credentials = {"email": ALICE, "password": "wrong"}
    for _ in range(12):
        response = anonymous.post("/api/login/", credentials, content_type="application/json")
        assert response.status_code == 403
    assert anonymous.log_in(ALICE).status_code == 200
