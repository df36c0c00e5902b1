"""The limit on log-ins: attempts per network, per account, per browser (LOGIN_RATES).

The adapter counts an attempt against these limits before it checks the password.
"""

from django.conf import settings
from django.http import HttpRequest

from accounts import device_cookie
from api.rate_limits import RateLimit, client_network


def login_limits(request: HttpRequest, email: str, account_id: int | None) -> list[RateLimit]:
    """Return the limits that an attempt counts against.

    A browser that has logged in to the account before has a limit of its own and no other, so that
    failures of other browsers cannot lock it out. An unknown e-mail address counts like any other.
    """
    device = device_cookie.known_device(request, account_id)
    if device is not None:
        return [limit("login_device", f"{device} {account_id}")]
    account, network = email.lower(), client_network(request)
    return [
        limit("login_network", network),
        limit("login_account_and_network", f"{account} {network}"),
        limit("login_account", account),
    ]


def limit(scope: str, identity: str) -> RateLimit:
    amount, seconds = settings.LOGIN_RATES[scope]
    return RateLimit(scope, identity, amount, seconds)
