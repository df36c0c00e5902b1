"""POST /api/login/, too often."""

import math
import time
from typing import Any

import pytest
from allauth.core.internal import ratelimit

from accounts.models import User
from conftest import PASSWORD, Browser, Person, error

NEIGHBOURS = [f"203.0.113.{number}" for number in range(1, 30)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Time stands still, until told to pass."""

    class Clock:
        now = math.floor(time.time()) + 0.25

        def time(self) -> float:
            return self.now

        def monotonic(self) -> float:
            return time.monotonic()

        def sleep(self, seconds: float) -> None:
            time.sleep(seconds)

    clock = Clock()
    monkeypatch.setattr(ratelimit, "time", clock)
    monkeypatch.setattr("accounts.adapter.time", clock)
    return clock


def fail(browser: Browser, email: str, times: int, addresses: list[str] | None = None) -> None:
    for number in range(times):
        extra = {"REMOTE_ADDR": addresses[number]} if addresses else {}
        assert browser.log_in(email, "wrong", **extra).status_code == 400


def throttled(seconds: int) -> Any:
    return error(
        "throttled",
        f"Request was throttled. Expected available in {seconds} seconds.",
    )


def test_five_failures_for_one_account_lock_it_from_wherever_they_come(
    nobody: Browser, alice: User, clock: Any
) -> None:
    fail(nobody, "alice@example.com", 5, NEIGHBOURS)
    response = nobody.log_in("alice@example.com", "wrong", REMOTE_ADDR=NEIGHBOURS[5])
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert response.json() == throttled(300)


def test_the_right_password_is_refused_too(nobody: Browser, alice: User, clock: Any) -> None:
    fail(nobody, "alice@example.com", 5)
    response = nobody.log_in("alice@example.com", PASSWORD)
    assert response.status_code == 429
    assert nobody.cookie("sessionid") == ""


def test_four_failures_lock_nothing(nobody: Browser, alice: User) -> None:
    fail(nobody, "alice@example.com", 4)
    assert nobody.log_in("alice@example.com").status_code == 200


def test_an_unknown_address_is_locked_like_a_known_one(nobody: Browser, clock: Any) -> None:
    fail(nobody, "stranger@example.com", 5)
    response = nobody.log_in("stranger@example.com", "wrong")
    assert response.status_code == 429
    assert response.json() == throttled(300)


def test_the_right_password_of_a_disabled_account_counts_as_a_failure(
    nobody: Browser, person: Person
) -> None:
    person("disabled@example.com", is_active=False)
    for _ in range(5):
        assert nobody.log_in("disabled@example.com", PASSWORD).status_code == 400
    assert nobody.log_in("disabled@example.com", PASSWORD).status_code == 429


@pytest.mark.parametrize("spelling", ["ALICE@EXAMPLE.COM", " alice@example.com"])
def test_another_spelling_is_the_same_account(nobody: Browser, alice: User, spelling: str) -> None:
    fail(nobody, "alice@example.com", 5)
    assert nobody.log_in(spelling).status_code == 429


@pytest.mark.parametrize("host", ["localhost:4711", "127.0.0.1", "[::1]:8000"])
def test_another_host_header_is_the_same_account(nobody: Browser, alice: User, host: str) -> None:
    fail(nobody, "alice@example.com", 5)
    assert nobody.log_in("alice@example.com", HTTP_HOST=host).status_code == 429


def test_other_accounts_are_not_locked(nobody: Browser, alice: User, bob: User) -> None:
    fail(nobody, "alice@example.com", 5)
    assert nobody.log_in("bob@example.com").status_code == 200


def test_ten_failures_from_one_address_lock_it_for_every_account(
    nobody: Browser, alice: User, clock: Any
) -> None:
    for number in range(10):
        fail(nobody, f"stranger{number}@example.com", 1, ["203.0.113.5"])
    response = nobody.log_in("alice@example.com", REMOTE_ADDR="203.0.113.5")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert nobody.log_in("alice@example.com", REMOTE_ADDR="203.0.113.6").status_code == 200


def test_the_address_is_the_one_that_a_trusted_proxy_names(nobody: Browser, alice: User) -> None:
    for number in range(10):
        headers = {"X-Forwarded-For": "203.0.113.5"}
        response = nobody.log_in(f"stranger{number}@example.com", "wrong", headers=headers)
        assert response.status_code == 400
    for forwarded, status in [("203.0.113.5", 429), ("203.0.113.6", 200)]:
        response = nobody.log_in("alice@example.com", headers={"X-Forwarded-For": forwarded})
        assert response.status_code == status


def test_nobody_gets_new_tries_by_inventing_addresses(nobody: Browser, alice: User) -> None:
    for number in range(11):
        response = nobody.log_in(
            f"stranger{number}@example.com",
            "wrong",
            REMOTE_ADDR="203.0.113.5",
            headers={"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"10.0.0.{number}"},
        )
    assert response.status_code == 429


def test_success_does_not_count(nobody: Browser, alice: User) -> None:
    for _ in range(12):
        assert nobody.log_in("alice@example.com").status_code == 200


def test_success_does_not_wipe_out_failures(nobody: Browser, alice: User, bob: User) -> None:
    """Else whoever has an account could guess at another's for ever."""
    for number in range(10):
        fail(nobody, f"stranger{number}@example.com", 1)
        if number < 9:
            assert nobody.log_in("bob@example.com").status_code == 200
    assert nobody.log_in("bob@example.com").status_code == 429


def test_retry_after_tells_the_truth(nobody: Browser, alice: User, clock: Any) -> None:
    fail(nobody, "alice@example.com", 1)
    clock.now += 100
    fail(nobody, "alice@example.com", 4)
    clock.now += 50.5
    response = nobody.log_in("alice@example.com")
    assert response.status_code == 429
    # The first of the five failures passes after 300 seconds, 150.5 of which are over.
    assert response.headers["Retry-After"] == "150"
    clock.now += 149
    assert nobody.log_in("alice@example.com").headers["Retry-After"] == "1"
    clock.now += 1
    assert nobody.log_in("alice@example.com").status_code == 200


def test_the_longest_wait_counts(nobody: Browser, alice: User, clock: Any) -> None:
    fail(nobody, "alice@example.com", 5)
    for number in range(5):
        fail(nobody, f"stranger{number}@example.com", 1)
    # The address is locked for a minute, the account for five.
    assert nobody.log_in("bob@example.com").headers["Retry-After"] == "60"
    assert nobody.log_in("alice@example.com").headers["Retry-After"] == "300"


def test_a_request_without_a_token_is_not_a_failure(nobody: Browser, alice: User) -> None:
    """Else a stranger's page could lock its visitors out."""
    credentials = {"email": "alice@example.com", "password": "wrong"}
    for _ in range(12):
        response = nobody.post("/api/login/", credentials, content_type="application/json")
        assert response.status_code == 403
    assert nobody.log_in("alice@example.com").status_code == 200
