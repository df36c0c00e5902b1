"""The counter behind every rate limit"""

import pytest
from django.db import transaction
from django.test import RequestFactory

from api.models import RateLimitWindow
from api.rate_limits import RateLimit, RateLimitExceededError, client_network, consume
from conftest import Clock
from session_auth.exceptions import TooManyRequests

pytestmark = pytest.mark.each_database

TWICE = RateLimit("twice", "alice", amount=2, seconds=60)
ONCE = RateLimit("once", "alice", amount=1, seconds=300)


def wait(*limits: RateLimit) -> int:
    """Try to count a request: 0 if it is allowed, else the seconds to wait."""
    try:
        consume(*limits)
    except RateLimitExceededError as error:
        return error.wait
    return 0


def test_refusals_do_not_prolong_a_window(
    clock: Clock,
) -> None:
    assert wait(TWICE) == 0
    clock.advance(20)
    assert [wait(TWICE) for _ in range(3)] == [0, 40, 40]
    clock.advance(39.5)
    assert wait(TWICE) == 1
    clock.advance(0.5)
    assert [wait(TWICE) for _ in range(3)] == [0, 0, 60]


def test_identities_and_scopes_are_separate(clock: Clock) -> None:
    others = [RateLimit("once", "bob", 1, 300), RateLimit("other", "alice", 1, 300)]
    assert [wait(limit) for limit in (ONCE, *others, ONCE)] == [0, 0, 0, 300]


def test_it_counts_against_all_limits_or_none(clock: Clock) -> None:
    assert wait(ONCE) == 0
    assert [wait(TWICE, ONCE) for _ in range(5)] == [300] * 5
    assert [wait(TWICE) for _ in range(3)] == [0, 0, 60]
    # The longest wait counts.
    assert wait(ONCE, TWICE) == 300


def test_a_released_request_does_not_count(clock: Clock) -> None:
    for _ in range(5):
        consume(ONCE, TWICE).release()
    assert wait(ONCE, TWICE) == 0


def test_a_later_window_is_not_credited(clock: Clock) -> None:
    usage = consume(ONCE)
    clock.advance(300)
    assert wait(ONCE) == 0
    usage.release()
    assert wait(ONCE) == 300


def test_the_table_has_no_personal_data(clock: Clock) -> None:
    consume(TWICE)
    assert "alice" not in RateLimitWindow.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_a_count_cannot_be_rolled_back() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        consume(ONCE)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (89, "89 seconds"), (90, "2 minutes"), (300, "5 minutes")],
)
def test_the_response_has_the_seconds_to_wait(seconds: int, words: str) -> None:
    error = TooManyRequests(seconds)
    assert (error.wait, str(error.detail)) == (
        seconds,
        f"Too many requests. Please try again in {words}.",
    )


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_networks_of_clients(address: str, network: str) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network
