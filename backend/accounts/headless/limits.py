"""The limits on requests to allauth's endpoints, in place of its own (ACCOUNT_RATE_LIMITS)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from api.rate_limits import RateLimit, client_network, consume

# By the endpoint's URL name: what each request counts against.
LIMITS: dict[str, tuple[str, ...]] = {
    "signup": ("signup", "mail_to_address"),
    "request_password_reset": ("mail_request", "mail_to_address"),
    "request_login_code": ("mail_request", "mail_to_address"),
    "resend_login_code": ("mail_request",),
    "resend_email_verification_code": ("mail_request",),
    "manage_email": ("mail_request", "mail_to_address"),
    "confirm_login_code": ("code",),
    "verify_email": ("code",),
    "reset_password": ("code",),
    "change_password": ("password_change",),
    "request_reauthentication_code": ("mail_request",),
    "resend_reauthentication_code": ("mail_request",),
    "confirm_reauthentication_code": ("code",),
}


def enforce_limits(request: HttpRequest, url_name: str, data: dict[str, Any]) -> None:
    """Count a request. Raises RateLimitExceededError."""
    limits = [
        limit(scope, identity(request, scope, data))
        for scope in LIMITS.get(url_name, ())
        if scope != "mail_to_address" or isinstance(data.get("email"), str)
    ]
    if limits:
        consume(*limits)


def identity(request: HttpRequest, scope: str, data: dict[str, Any]) -> str:
    if scope == "mail_to_address":
        return str(data["email"]).strip().lower()
    if scope == "password_change":
        return str(request.user.pk)
    return client_network(request)


def limit(scope: str, identity: str) -> RateLimit:
    amount, seconds = settings.AUTH_RATES[scope]
    return RateLimit(scope, identity, amount, seconds)
