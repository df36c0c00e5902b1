"""Who is believed about visitors, and whether they come by HTTPS."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from doctor import SETTINGS


@register(SETTINGS, deploy=True)
def not_everybody_is_a_proxy(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"TRUSTED_PROXIES contains {str(network)!r}, which is everybody: anyone can pretend to "
            "call from any address, and no limit on failed log-ins holds.",
            hint="List the addresses or networks of your own proxies and Nuxt servers only.",
            id="latchkey.everybody_trusted",
        )
        for network in settings.TRUSTED_PROXIES
        if network.prefixlen == 0
    ]


@register(SETTINGS, deploy=True)
def https_ends_at_a_trusted_proxy(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SESSION_COOKIE_SECURE or settings.TRUSTED_PROXIES:
        return []
    return [
        Error(
            "HTTPS is on, and no proxy is trusted to say who came by it: every request from a "
            "browser is refused as if it came from another site.",
            hint="List in TRUSTED_PROXIES where the reverse proxy and the Nuxt servers call from.",
            id="latchkey.nobody_trusted",
        )
    ]


@register(SETTINGS, deploy=True)
def who_calls_from_elsewhere_is_trusted(**kwargs: Any) -> list[CheckMessage]:
    here = ipaddress.ip_address(settings.API_HOST)
    trusted = settings.TRUSTED_PROXIES
    if not settings.SESSION_COOKIE_SECURE or not trusted or here.is_loopback:
        return []
    if not all(network.is_loopback for network in trusted):
        return []
    # Who listens everywhere may still be called by a proxy on this machine alone.
    kind = checks.Warning if here.is_unspecified else Error
    return [
        kind(
            f"API_HOST is {settings.API_HOST!r}, and TRUSTED_PROXIES names this machine alone: "
            "what a browser sends through a proxy on another machine, or in another container, is "
            "refused as if it came from another site.",
            hint="List in TRUSTED_PROXIES where the reverse proxy and the Nuxt servers call from; "
            "leave out API_HOST if they are on this machine.",
            id="latchkey.proxy_not_trusted",
        )
    ]


@register(SETTINGS, deploy=True)
def visitors_use_https(**kwargs: Any) -> list[CheckMessage]:
    if settings.ENVIRONMENT != "production" or settings.SESSION_COOKIE_SECURE:
        return []
    return [
        checks.Warning(
            "HTTPS is off: whoever is on the way between a visitor and this site can read "
            "passwords and take over sessions.",
            hint="Put a reverse proxy with a certificate in front and leave out HTTPS=false.",
            id="latchkey.no_https",
        )
    ]
