"""Rate limits in fixed windows, exact for any number of processes.

A window begins with the first counted request, and refused requests do not prolong it. One
statement reads and counts, so that two requests never see the same number.
"""

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from api.models import RateLimitWindow
from session_auth.proxy_headers import parse_address

# Providers give each customer at least this much.
IPV6_PREFIX = 64


@dataclass(frozen=True)
class RateLimit:
    """At most `amount` requests per `identity` in a window of `seconds`."""

    scope: str
    identity: str
    amount: int
    seconds: int

    @property
    def key(self) -> str:
        """The key of the row, hashed with the secret key: the table holds no personal data."""
        return (
            f"{self.scope}:{salted_hmac(__name__, self.identity, algorithm='sha256').hexdigest()}"
        )


class RateLimitExceededError(Exception):
    """A limit is reached; `wait` is the number of seconds until all allow a request."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Rate limit exceeded, {wait} seconds to wait")
        self.wait = wait


@dataclass(frozen=True)
class Usage:
    """A counted request."""

    limits: Sequence[RateLimit]
    at: datetime

    def release(self) -> None:
        """Undo the count."""
        for limit in self.limits:
            # Not in a later window, which has not counted it.
            window = RateLimitWindow.objects.filter(
                key=limit.key, resets_at__lte=self.at + timedelta(seconds=limit.seconds)
            )
            window.update(remaining=F("remaining") + 1)


def consume(*limits: RateLimit) -> Usage:
    """Count a request against all of these limits, or against none if one of them is reached.

    The count is committed at once, independent of the request's outcome: call it outside of a
    transaction. Raises RateLimitExceededError.
    """
    at = now()
    # In one order everywhere, against deadlocks.
    limits = tuple(sorted(limits, key=lambda limit: limit.key))
    with transaction.atomic(durable=True):
        allowed = count(limits, at) == len(limits)
        transaction.set_rollback(not allowed)
    if not allowed:
        raise RateLimitExceededError(seconds_to_wait(limits, at))
    return Usage(limits, at)


def count(limits: Sequence[RateLimit], at: datetime) -> int:
    """Count against each limit that is not reached, and return how many those are."""
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
    """  # noqa: S608 (table and column names of the model)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rows, *[adapt(at)] * 3])
        return int(cursor.rowcount)


def seconds_to_wait(limits: Sequence[RateLimit], at: datetime) -> int:
    """Return the whole seconds until every limit allows a request, at least 1."""
    keys = [limit.key for limit in limits]
    full = RateLimitWindow.objects.filter(key__in=keys, remaining=0, resets_at__gt=at)
    waits = [(end - at).total_seconds() for end in full.values_list("resets_at", flat=True)]
    return math.ceil(max(waits, default=1))


def client_network(request: HttpRequest) -> str:
    """Return the identity of a visitor: an IPv4 address, or the /64 network of an IPv6 address.

    Requests without an address, as on a Unix socket, share the network "unknown".
    """
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address or "unknown")
