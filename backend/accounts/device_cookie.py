"""The device cookie: which accounts a browser has logged in to before.

It exempts the browser from the limits that other browsers can use up (login_limits.py). It does not
log in, and log-out keeps it. See OWASP's "Slow Down Online Guessing Attacks with Device Cookies".
"""

import secrets
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User

MAX_AGE = 365 * 24 * 60 * 60  # seconds since the last log-in
MAX_ACCOUNTS = 5


@dataclass
class Device:
    """A browser: a random id, and the time of its last log-in per account id."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    logins: dict[str, int] = field(default_factory=dict)


def known_device(request: HttpRequest, account_id: int | None) -> str | None:
    """Return the browser's id if it has logged in to this account before."""
    device = read_device(request)
    return device.id if str(account_id) in device.logins else None


def remember_login(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Add this account to the device cookie."""
    device = read_device(request)
    device.logins.pop(str(user.pk), None)
    logins = [*device.logins.items(), (str(user.pk), int(time.time()))][-MAX_ACCOUNTS:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device.id, dict(logins)], salt=__name__),
        max_age=MAX_AGE,
        domain=settings.SESSION_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read_device(request: HttpRequest) -> Device:
    """Read the cookie. Without a validly signed one it is a new device."""
    try:
        device_id, logins = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=__name__
        )
    except signing.BadSignature:
        return Device()
    oldest = time.time() - MAX_AGE
    return Device(device_id, {account: at for account, at in logins.items() if at > oldest})
