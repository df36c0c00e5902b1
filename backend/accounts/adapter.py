"""Where allauth asks this application how to do things."""

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from rest_framework.exceptions import Throttled

APP, ACTION = "allauth.account", "login_failed"


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as config/forwarded.py found it, and no header besides."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the API answers for itself, and a message would be one more cookie."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many failures, and say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            if error.code != "too_many_login_attempts":
                raise
            raise Throttled(wait=self.seconds_to_wait(request, **credentials)) from error

    def seconds_to_wait(self, request: HttpRequest, **credentials: Any) -> int:
        """How long until every limit has room for one more try."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        now = time.time()
        waits = [1.0]  # when no limit is full, too many tried at the same moment
        for rate in ratelimit.get_rates(app=APP, action=ACTION):
            cache_key = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key)
            # Newest first: there is room when the oldest that fills the limit has passed.
            history = cache.get(cache_key, [])
            if len(history) >= rate.amount:
                waits.append(history[rate.amount - 1] + rate.duration - now)
        return math.ceil(max(waits))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by account alone.

        allauth counts by account and Host header, port and all, so that a new port number
        would be a new set of tries.
        """
        return str(credentials["email"]).lower()
