"""The trusted proxies are the right ones, and visitors use HTTPS."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from doctor import SETTINGS


@register(SETTINGS, deploy=True)
def check_trusted_networks(**kwargs: Any) -> list[CheckMessage]:
    """TRUSTED_PROXIES does not contain the whole internet."""
    return [
        Error(
            f"TRUSTED_PROXIES contains {str(network)!r}, which is every address: anyone can forge "
            "a client address, and no limit on failed log-ins holds.",
            hint="List the addresses or networks of your own proxies and Nuxt servers only.",
            id="latchkey.everybody_trusted",
        )
        for network in settings.TRUSTED_PROXIES
        if network.prefixlen == 0
    ]


@register(SETTINGS, deploy=True)
def check_https_proxy(**kwargs: Any) -> list[CheckMessage]:
    """With HTTPS, at least one proxy may say that a request came by it."""
    if not settings.SESSION_COOKIE_SECURE or settings.TRUSTED_PROXIES:
        return []
    return [
        Error(
            "HTTPS is on and TRUSTED_PROXIES is empty: no proxy may say that a request came by "
            "HTTPS, so the CSRF check refuses every change.",
            hint="Set TRUSTED_PROXIES to the addresses of the reverse proxy and the Nuxt servers.",
            id="latchkey.nobody_trusted",
        )
    ]


@register(SETTINGS, deploy=True)
def check_remote_proxies(**kwargs: Any) -> list[CheckMessage]:
    """An API that listens on the network trusts proxies there."""
    address = ipaddress.ip_address(settings.API_HOST)
    proxies = settings.TRUSTED_PROXIES
    if not settings.SESSION_COOKIE_SECURE or not proxies or address.is_loopback:
        return []
    if not all(network.is_loopback for network in proxies):
        return []
    # An API that listens on all addresses may still have its proxy on this machine.
    level = checks.Warning if address.is_unspecified else Error
    return [
        level(
            f"API_HOST is {settings.API_HOST!r}, and TRUSTED_PROXIES names this machine only: the "
            "CSRF check refuses every change that comes through a proxy on another machine or in "
            "another container.",
            hint="Set TRUSTED_PROXIES to the addresses of the reverse proxy and the Nuxt servers; "
            "leave out API_HOST if they are on this machine.",
            id="latchkey.proxy_not_trusted",
        )
    ]


@register(SETTINGS, deploy=True)
def check_https(**kwargs: Any) -> list[CheckMessage]:
    """A production site uses HTTPS."""
    if settings.ENVIRONMENT != "production" or settings.SESSION_COOKIE_SECURE:
        return []
    return [
        checks.Warning(
            "HTTPS is off: anyone between a visitor and this site can read passwords and take "
            "over sessions.",
            hint="Put a reverse proxy with a certificate in front and leave out HTTPS=false.",
            id="latchkey.no_https",
        )
    ]
