"""Rate limits in fixed windows, exact for any number of processes.

A window begins with the first request that is counted, and a request that is refused does not
prolong it. One statement reads and counts, so two requests never see the same number.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from api.models import RateLimitWindow


@dataclass(frozen=True)
class RateLimit:
    """At most `amount` requests in a window of `seconds`, for the one that `identity` names."""

    scope: str
    identity: str
    amount: int
    seconds: int

    @property
    def key(self) -> str:
        """The row's key. Hashed with the secret key: the table holds no address of a person."""
        return (
            f"{self.scope}:{salted_hmac(__name__, self.identity, algorithm='sha256').hexdigest()}"
        )


class RateLimitExceededError(Exception):
    """A limit is full. `wait` is the number of seconds until all have room again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Rate limit exceeded, {wait} seconds to wait")
        self.wait = wait


@dataclass(frozen=True)
class Usage:
    """One request, counted."""

    limits: Sequence[RateLimit]
    at: datetime

    def release(self) -> None:
        """Count it no longer."""
        for limit in self.limits:
            # Not in a later window, which did not count it.
            window = RateLimitWindow.objects.filter(
                key=limit.key, resets_at__lte=self.at + timedelta(seconds=limit.seconds)
            )
            window.update(remaining=F("remaining") + 1)


def consume(*limits: RateLimit) -> Usage:
    """Count a request against all of these limits, or against none if one of them is full.

    The count is committed at once, whatever becomes of the request, so there must be no
    transaction around it.

    Raises RateLimitExceededError.
    """
    at = now()
    # In one order everywhere: two requests that lock the same rows never wait for each other.
    limits = tuple(sorted(limits, key=lambda limit: limit.key))
    with transaction.atomic(durable=True):
        allowed = count(limits, at) == len(limits)
        transaction.set_rollback(not allowed)
    if not allowed:
        raise RateLimitExceededError(seconds_to_wait(limits, at))
    return Usage(limits, at)


def count(limits: Sequence[RateLimit], at: datetime) -> int:
    """Count against each limit that is not full, and return how many those are."""
    table = connection.ops.quote_name(RateLimitWindow._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    rows: list[Any] = []
    for limit in limits:
        resets_at = adapt(at + timedelta(seconds=limit.seconds))
        rows += [limit.key, limit.amount - 1, resets_at]
    expired = f"{table}.resets_at <= %s"
    statement = f"""
        INSERT INTO {table} (key, remaining, resets_at)
        VALUES {", ".join(["(%s, %s, %s)"] * len(limits))}
        ON CONFLICT (key) DO UPDATE SET
            remaining = CASE WHEN {expired} THEN excluded.remaining ELSE {table}.remaining - 1 END,
            resets_at = CASE WHEN {expired} THEN excluded.resets_at ELSE {table}.resets_at END
        WHERE {expired} OR {table}.remaining > 0
    """  # noqa: S608 (our own names)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rows, *[adapt(at)] * 3])
        return int(cursor.rowcount)


def seconds_to_wait(limits: Sequence[RateLimit], at: datetime) -> int:
    """Whole seconds until every limit has room; 1 if that has become so meanwhile."""
    keys = [limit.key for limit in limits]
    full = RateLimitWindow.objects.filter(key__in=keys, remaining=0, resets_at__gt=at)
    waits = [(end - at).total_seconds() for end in full.values_list("resets_at", flat=True)]
    return math.ceil(max(waits, default=1))
