"""DRF's scoped throttle on our rate limits."""

from typing import cast

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from api.rate_limits import RateLimit, RateLimitExceededError, client_network, consume


class AtomicScopedRateThrottle(ScopedRateThrottle):
    """DRF's throttle by `throttle_scope` and DEFAULT_THROTTLE_RATES, with an atomic counter.

    DRF's own reads its cache and writes it later, so that parallel requests count as one.
    """

    seconds_to_wait = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.scope = getattr(view, self.scope_attr)
        amount, seconds = cast("tuple[int, int]", self.parse_rate(self.get_rate()))
        try:
            consume(RateLimit(self.scope, identity_of(request), amount, seconds))
        except RateLimitExceededError as error:
            self.seconds_to_wait = error.wait
            return False
        return True

    def wait(self) -> float:
        return self.seconds_to_wait


def identity_of(request: Request) -> str:
    """Count members by id, visitors by network."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return f"network {client_network(request._request)}"
