"""The endpoints of allauth that are in use, and the limits on each: AUTH_RATES.

Others do not exist (404), so that an update of allauth opens none.
"""

from django.conf import settings
from django.http import HttpRequest

from api.rate_limits import RateLimit, client_network, consume

# allauth's own limits are off (ACCOUNT_RATE_LIMITS). Log-in and re-authentication have theirs in
# accounts/login_limits.py, the mails to one address in mail/queue.py.
ENDPOINTS: dict[str, tuple[str, ...]] = {
    "GET current_session": (),
    "POST login": (),
    "POST signup": ("signup",),
    "POST verify_email": ("code",),
    "POST resend_email_verification_code": ("mail_request",),
    "POST request_password_reset": ("mail_request",),
    "POST reset_password": ("code",),
    "POST request_login_code": ("mail_request",),
    "POST resend_login_code": ("mail_request",),
    "POST confirm_login_code": ("code",),
    "POST reauthenticate": (),
    "POST request_reauthentication_code": ("mail_request",),
    "POST resend_reauthentication_code": ("mail_request",),
    "POST confirm_reauthentication_code": ("code",),
    "POST change_password": ("password_change",),
    "POST manage_email": ("mail_request",),
}


def endpoint(method: str | None, url_name: str | None) -> str:
    """Return the key of ENDPOINTS."""
    return f"{method} {url_name}"


def allowed_methods(url_name: str | None) -> list[str]:
    """Return the methods of an endpoint that are in use."""
    methods = [method for method in ("GET", "POST") if endpoint(method, url_name) in ENDPOINTS]
    return [*methods[:1], "HEAD", *methods[1:]] if "GET" in methods else methods


def enforce_limits(request: HttpRequest, name: str) -> None:
    """Count a request. Raises RateLimitExceededError."""
    limits = [limit(scope, identity(request, scope)) for scope in ENDPOINTS[name]]
    if limits:
        consume(*limits)


def identity(request: HttpRequest, scope: str) -> str:
    if scope == "password_change":
        return str(request.user.pk)
    return client_network(request)


def limit(scope: str, identity: str) -> RateLimit:
    amount, seconds = settings.AUTH_RATES[scope]
    return RateLimit(scope, identity, amount, seconds)
