"""Names of the site, of its front end and of its cookies: do they go together?"""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from pydantic_core import PydanticCustomError

from config.env_validators import read_origin
from doctor import SETTINGS


def public_names() -> list[str]:
    """The names that browsers may know: neither addresses nor names without a dot."""
    names = [name.lstrip(".").lower() for name in settings.ALLOWED_HOSTS]
    return [name for name in names if "." in name and not name[-1].isdigit()]


def frontend_name() -> str:
    return urlsplit(settings.FRONTEND_ORIGIN).hostname or ""


@register(SETTINGS, deploy=True)
def cookies_reach_every_name(**kwargs: Any) -> list[CheckMessage]:
    domain = settings.SESSION_COOKIE_DOMAIN
    if domain is None:
        return []
    outside = [name for name in public_names() if not f".{name}".endswith(f".{domain}")]
    return [
        Error(
            f"COOKIE_DOMAIN is {domain!r}, and {name!r} does not end in it: browsers throw away "
            "the cookies that they are given there, and nobody can log in.",
            hint="Give the domain that all names in ALLOWED_HOSTS and FRONTEND_ORIGIN end in. "
            "Where there is none, leave out COOKIE_DOMAIN and FRONTEND_ORIGIN: the front end "
            "passes the API on under its own name.",
            id="latchkey.cookie_domain",
        )
        for name in outside
    ]


@register(SETTINGS, deploy=True)
def two_names_share_their_cookies(**kwargs: Any) -> list[CheckMessage]:
    """As far as Nuxt's setting is known here: each server may have an environment of its own."""
    api_name = urlsplit(os.environ.get("NUXT_PUBLIC_SESSION_API_URL", "")).hostname
    if not settings.FRONTEND_ORIGIN or settings.SESSION_COOKIE_DOMAIN:
        return []
    if not api_name or api_name == frontend_name():
        return []
    return [
        Error(
            f"The front end is at {frontend_name()!r} and the API at {api_name!r}, and they share "
            "no cookies: who has logged in is a stranger to the pages that the server makes.",
            hint="Set COOKIE_DOMAIN to the domain that both names end in, such as 'example.com'.",
            id="latchkey.no_cookie_domain",
        )
    ]


@register(SETTINGS, deploy=True)
def front_end_is_as_safe_as_the_api(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SESSION_COOKIE_SECURE or not settings.FRONTEND_ORIGIN.startswith("http:"):
        return []
    return [
        Error(
            f"FRONTEND_ORIGIN is {settings.FRONTEND_ORIGIN!r}, and the cookies are for HTTPS only: "
            "pages there would never see them.",
            hint="Serve the front end over HTTPS and write 'https://' in FRONTEND_ORIGIN.",
            id="latchkey.frontend_scheme",
        )
    ]


@register(SETTINGS, deploy=True)
def nobody_else_is_trusted(**kwargs: Any) -> list[CheckMessage]:
    trusted = {*settings.CSRF_TRUSTED_ORIGINS, *settings.CORS_ALLOWED_ORIGINS}
    strangers = sorted(trusted - {settings.FRONTEND_ORIGIN})
    return [
        Error(
            f"{origin!r} may act in the name of whoever is logged in, and is not the front end.",
            hint="Leave only FRONTEND_ORIGIN in CSRF_TRUSTED_ORIGINS and CORS_ALLOWED_ORIGINS.",
            id="latchkey.trusted_origin",
        )
        for origin in strangers
    ]


@register(SETTINGS, deploy=True)
def browsers_may_call_where_they_are_sent(**kwargs: Any) -> list[CheckMessage]:
    """As far as Nuxt's setting is known here: each server may have an environment of its own."""
    address = os.environ.get("NUXT_PUBLIC_SESSION_API_URL", "")
    if not address or settings.FRONTEND_ORIGIN:
        return []
    return [
        Error(
            f"NUXT_PUBLIC_SESSION_API_URL sends browsers to {address!r}, and FRONTEND_ORIGIN does "
            "not say from where: no page may read an answer of the API.",
            hint="Set FRONTEND_ORIGIN to the origin of the pages, or leave out "
            "NUXT_PUBLIC_SESSION_API_URL if it is the same.",
            id="latchkey.no_frontend_origin",
        )
    ]


# What Nuxt is told of each name, and what it takes where it is told nothing: the runtime
# configuration in frontend/layers/session/nuxt.config.ts.
ORIGIN = "NUXT_SESSION_FRONTEND_ORIGIN"
COOKIE_PREFIX = "NUXT_PUBLIC_SESSION_COOKIE_PREFIX"
COOKIE_NAMES = {
    "SESSION_COOKIE_NAME": ("NUXT_PUBLIC_SESSION_SESSION_COOKIE", "sessionid"),
    "CSRF_COOKIE_NAME": ("NUXT_PUBLIC_SESSION_CSRF_COOKIE", "csrftoken"),
}


@register(SETTINGS, deploy=True)
def both_halves_name_the_cookies_alike(**kwargs: Any) -> list[CheckMessage]:
    """Where Nuxt's settings are known here: each server may have an environment of its own."""
    if "NUXT_SESSION_API_URL" not in os.environ:
        return []
    findings: list[CheckMessage] = []
    for setting, (variable, default) in COOKIE_NAMES.items():
        ours = getattr(settings, setting)
        theirs = os.environ.get(COOKIE_PREFIX, "") + os.environ.get(variable, default)
        if theirs == ours:
            continue
        name = ours.removeprefix("__Host-").removeprefix("__Secure-")
        findings.append(
            Error(
                f"Django names a cookie {ours!r}, and the Nuxt servers look for {theirs!r}: "
                "nobody stays logged in, and nothing can be sent.",
                hint="Tell the Nuxt servers, and this one, "
                f"{COOKIE_PREFIX}={ours.removesuffix(name)} (in .env it is COOKIE_PREFIX) and "
                f"{variable}={name}. HTTPS and COOKIE_DOMAIN decide the prefix.",
                id="latchkey.cookie_names",
            )
        )
    return findings


@register(SETTINGS, deploy=True)
def both_servers_know_an_origin(**kwargs: Any) -> list[CheckMessage]:
    """Where Nuxt's settings are known here: each server may have an environment of its own."""
    if settings.ENVIRONMENT != "production" or "NUXT_SESSION_API_URL" not in os.environ:
        return []
    origins = {
        "FRONTEND_ORIGIN": settings.FRONTEND_ORIGIN,
        ORIGIN: os.environ.get(ORIGIN),
    }
    missing = [name for name, origin in origins.items() if not origin]
    if not missing:
        return []
    return [
        Error(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set: the "
            "addresses of pages would be those that a request names.",
            hint="Set FRONTEND_ORIGIN for Django, and NUXT_SESSION_FRONTEND_ORIGIN for the Nuxt "
            "servers and for Django, to the origin of the pages, such as "
            "'https://blog.example.com'.",
            id="latchkey.no_origin",
        )
    ]


@register(SETTINGS, deploy=True)
def both_servers_know_the_same_origin(**kwargs: Any) -> list[CheckMessage]:
    """As far as Nuxt's setting is known here: each server may have an environment of its own."""
    origin = os.environ.get(ORIGIN, "")
    if not origin or not settings.FRONTEND_ORIGIN or is_frontend_origin(origin):
        return []
    return [
        Error(
            f"NUXT_SESSION_FRONTEND_ORIGIN is {origin!r}, and FRONTEND_ORIGIN is "
            f"{settings.FRONTEND_ORIGIN!r}: links of pages and links of the feed lead to "
            "different addresses.",
            hint="Set both to the origin of the pages, such as 'https://app.example.com'.",
            id="latchkey.frontend_origins_differ",
        )
    ]


def is_frontend_origin(origin: str) -> bool:
    try:
        return read_origin(origin) == settings.FRONTEND_ORIGIN
    except PydanticCustomError:
        return False
