"""Hold allauth's endpoints to the rules of this API.

Before the view: ambiguous cookies, CSRF (Django's middleware, with the session layer's answer), the
endpoints in use, the account of the page, the size and nesting of JSON, the rate limits. Around
it: one transaction, so that an account, its mails and its tokens exist together or not at all.
After it: the errors and answers of this API (responses.py).
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException, MethodNotAllowed, NotFound

from accounts.allauth_private import APIResponse
from accounts.headless import PREFIX
from accounts.headless.endpoints import ENDPOINTS, allowed_methods, endpoint, enforce_limits
from accounts.headless.requests import SAFE_METHODS, check_json
from accounts.headless.responses import convert_response
from api.rate_limits import RateLimitExceededError
from session_auth.authentication import enforce_account, has_ambiguous_cookie
from session_auth.error_views import api_exception
from session_auth.exceptions import AmbiguousCookie, TooManyRequests

# They hash a password before they write: SQLite would be locked meanwhile. They send no mail that
# belongs to something else.
NOT_ATOMIC = {"POST login", "POST reauthenticate"}


class HeadlessMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(PREFIX):
            # As in session_auth/authentication.py: the CSRF token is in the header, not in a form.
            request.POST = QueryDict()
            if request.method not in SAFE_METHODS and has_ambiguous_cookie(request):
                return api_exception(request, AmbiguousCookie())
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer the request, after Django's middleware has checked the CSRF token."""
        if not request.path.startswith(PREFIX):
            return None
        url_name = request.resolver_match.url_name if request.resolver_match else None
        name = endpoint("GET" if request.method == "HEAD" else request.method, url_name)
        try:
            if name not in ENDPOINTS:
                return wrong_method(request, allowed_methods(url_name))
            if request.user.is_authenticated:
                enforce_account(request, request.user)
            check_json(request)
            enforce_limits(request, name)
            response = respond(request, view, name, args, kwargs)
        except RateLimitExceededError as error:
            return api_exception(request, TooManyRequests(error.wait))
        except APIException as error:
            return api_exception(request, error)
        return convert_response(request, response) if is_allauth(response) else response


def wrong_method(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """Answer 405 where another method is in use, and 404 where the endpoint is not."""
    if not allowed:
        return api_exception(request, NotFound())
    response = api_exception(request, MethodNotAllowed(str(request.method)))
    response["Allow"] = ", ".join(allowed)
    return response


def respond(
    request: HttpRequest,
    view: Callable[..., HttpResponseBase],
    name: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    is_atomic = request.method not in SAFE_METHODS and name not in NOT_ATOMIC
    try:
        with transaction.atomic() if is_atomic else nullcontext():
            return view(request, *args, **kwargs)
    except ImmediateHttpResponse as end:
        return end.response


def is_allauth(response: HttpResponse) -> bool:
    return isinstance(response, APIResponse)
