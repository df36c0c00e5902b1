"""Holds allauth's endpoints to the rules of this API: AUTH_PREFIX.

Before the view: the limits on the size and nesting of JSON, ambiguous cookies, CSRF (Django's
middleware, with the session layer's answer), the account of the page, the rate limits. Around it:
one transaction, so that an account, its mails and its tokens exist together or not at all. After
it: the errors and answers of this API (responses.py).
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException

from accounts.adapter import TooManyLoginAttemptsError
from accounts.allauth_private import APIResponse
from accounts.headless.limits import enforce_limits
from accounts.headless.requests import SAFE_METHODS, read_json
from accounts.headless.responses import convert_response
from api.rate_limits import RateLimitExceededError
from session_auth.authentication import enforce_account, has_ambiguous_cookie
from session_auth.error_views import api_exception
from session_auth.exceptions import AmbiguousCookie, TooManyRequests

# They hash a password before they write: SQLite would be locked meanwhile. They send no mail that
# belongs to something else.
NOT_ATOMIC = {"login", "reauthenticate"}


class HeadlessMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(settings.AUTH_PREFIX):
            return self.get_response(request)
        try:
            request.auth_data = read_json(request)  # type: ignore[attr-defined]
            if request.method not in SAFE_METHODS and has_ambiguous_cookie(request):
                raise AmbiguousCookie
        except APIException as error:
            return api_exception(request, error)
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer the request, after Django's middleware has checked the CSRF token."""
        if not request.path.startswith(settings.AUTH_PREFIX):
            return None
        url_name = request.resolver_match.url_name if request.resolver_match else ""
        try:
            if request.user.is_authenticated:
                enforce_account(request, request.user)
            if request.method not in SAFE_METHODS:
                enforce_limits(request, url_name or "", request.auth_data)  # type: ignore[attr-defined]
            response = respond(request, view, url_name or "", args, kwargs)
        except (RateLimitExceededError, TooManyLoginAttemptsError) as error:
            return api_exception(request, TooManyRequests(error.wait))
        except APIException as error:
            return api_exception(request, error)
        return convert_response(request, response) if is_allauth(response) else response


def respond(
    request: HttpRequest,
    view: Callable[..., HttpResponseBase],
    url_name: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    is_atomic = request.method not in SAFE_METHODS and url_name not in NOT_ATOMIC
    try:
        with transaction.atomic() if is_atomic else nullcontext():
            return view(request, *args, **kwargs)
    except ImmediateHttpResponse as end:
        return end.response


def is_allauth(response: HttpResponse) -> bool:
    return isinstance(response, APIResponse)
