"""Host names, origins and cookies of Django and Nuxt fit together.

Each server may have an environment of its own. Variables of Nuxt are checked if this process has
them, too.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from pydantic_core import PydanticCustomError

from config.env_validators import validate_origin
from doctor import SETTINGS

# Variables and defaults of frontend/layers/session/nuxt.config.ts.
FRONTEND_ORIGIN = "NUXT_SESSION_FRONTEND_ORIGIN"
API_URL = "NUXT_PUBLIC_SESSION_API_URL"
COOKIE_PREFIX = "NUXT_PUBLIC_SESSION_COOKIE_PREFIX"
COOKIE_NAMES = {
    "SESSION_COOKIE_NAME": ("NUXT_PUBLIC_SESSION_SESSION_COOKIE", "sessionid"),
    "CSRF_COOKIE_NAME": ("NUXT_PUBLIC_SESSION_CSRF_COOKIE", "csrftoken"),
}


@register(SETTINGS, deploy=True)
def check_cookie_domain(**kwargs: Any) -> list[CheckMessage]:
    """Browsers accept the cookies at every public host name."""
    domain = settings.SESSION_COOKIE_DOMAIN
    if domain is None:
        return []
    return [
        Error(
            f"COOKIE_DOMAIN is {domain!r}, and {host!r} does not end in it: browsers reject the "
            "cookies set there, and no visitor can log in.",
            hint="Set it to the domain that all names in ALLOWED_HOSTS and FRONTEND_ORIGIN end in. "
            "If there is none, leave out COOKIE_DOMAIN and FRONTEND_ORIGIN: the front end then "
            "serves the API under its own name.",
            id="latchkey.cookie_domain",
        )
        for host in public_hosts()
        if not f".{host}".endswith(f".{domain}")
    ]


def public_hosts() -> list[str]:
    """ALLOWED_HOSTS without IP addresses and names without a dot, which browsers do not use."""
    hosts = [host.lstrip(".").lower() for host in settings.ALLOWED_HOSTS]
    return [host for host in hosts if "." in host and not host[-1].isdigit()]


@register(SETTINGS, deploy=True)
def check_shared_cookies(**kwargs: Any) -> list[CheckMessage]:
    """A front end and an API with different host names share a cookie domain."""
    frontend = urlsplit(settings.FRONTEND_ORIGIN).hostname
    api = urlsplit(os.environ.get(API_URL, "")).hostname
    if not frontend or settings.SESSION_COOKIE_DOMAIN or not api or api == frontend:
        return []
    return [
        Error(
            f"The front end is at {frontend!r} and the API at {api!r}, and they share no cookies: "
            "the Nuxt server renders every page as if its visitor were logged out.",
            hint="Set COOKIE_DOMAIN to the domain that both names end in, such as 'example.com'.",
            id="latchkey.no_cookie_domain",
        )
    ]


@register(SETTINGS, deploy=True)
def check_frontend_scheme(**kwargs: Any) -> list[CheckMessage]:
    """The front end uses HTTPS if the cookies do."""
    if not settings.SESSION_COOKIE_SECURE or not settings.FRONTEND_ORIGIN.startswith("http:"):
        return []
    return [
        Error(
            f"FRONTEND_ORIGIN is {settings.FRONTEND_ORIGIN!r}, and the cookies are for HTTPS only: "
            "pages there never receive them.",
            hint="Serve the front end over HTTPS and write 'https://' in FRONTEND_ORIGIN.",
            id="latchkey.frontend_scheme",
        )
    ]


@register(SETTINGS, deploy=True)
def check_trusted_origins(**kwargs: Any) -> list[CheckMessage]:
    """No origin but the front end may send cookies across origins."""
    trusted = {*settings.CSRF_TRUSTED_ORIGINS, *settings.CORS_ALLOWED_ORIGINS}
    return [
        Error(
            f"{origin!r} is trusted with the sessions of all users, and is not the front end.",
            hint="Leave only FRONTEND_ORIGIN in CSRF_TRUSTED_ORIGINS and CORS_ALLOWED_ORIGINS.",
            id="latchkey.trusted_origin",
        )
        for origin in sorted(trusted - {settings.FRONTEND_ORIGIN})
    ]


@register(SETTINGS, deploy=True)
def check_cross_origin_calls(**kwargs: Any) -> list[CheckMessage]:
    """Browsers that are sent to another origin may read its responses."""
    url = os.environ.get(API_URL, "")
    if not url or settings.FRONTEND_ORIGIN:
        return []
    return [
        Error(
            f"{API_URL} sends browsers to {url!r}, and FRONTEND_ORIGIN is not set: no page can "
            "read a response of the API.",
            hint="Set FRONTEND_ORIGIN to the origin of the pages, or leave out "
            f"{API_URL} if it is the same.",
            id="latchkey.no_frontend_origin",
        )
    ]


@register(SETTINGS, deploy=True)
def check_cookie_names(**kwargs: Any) -> list[CheckMessage]:
    """Django and Nuxt use the same cookie names."""
    if "NUXT_SESSION_API_URL" not in os.environ:
        return []
    messages: list[CheckMessage] = []
    for setting, (variable, default) in COOKIE_NAMES.items():
        django_name = getattr(settings, setting)
        nuxt_name = os.environ.get(COOKIE_PREFIX, "") + os.environ.get(variable, default)
        if nuxt_name == django_name:
            continue
        base_name = django_name.removeprefix("__Host-").removeprefix("__Secure-")
        messages.append(
            Error(
                f"Django names a cookie {django_name!r}, and the Nuxt servers expect "
                f"{nuxt_name!r}: sessions are not recognised, and no request can be sent.",
                hint="Set, for the Nuxt servers and this one, "
                f"{COOKIE_PREFIX}={django_name.removesuffix(base_name)} (in .env it is "
                f"COOKIE_PREFIX) and {variable}={base_name}. HTTPS and COOKIE_DOMAIN decide the "
                "prefix.",
                id="latchkey.cookie_names",
            )
        )
    return messages


@register(SETTINGS, deploy=True)
def check_origins_are_set(**kwargs: Any) -> list[CheckMessage]:
    """Links do not depend on the Host header of a request."""
    if settings.ENVIRONMENT != "production" or "NUXT_SESSION_API_URL" not in os.environ:
        return []
    origins = {
        "FRONTEND_ORIGIN": settings.FRONTEND_ORIGIN,
        FRONTEND_ORIGIN: os.environ.get(FRONTEND_ORIGIN),
    }
    missing = [name for name, origin in origins.items() if not origin]
    if not missing:
        return []
    return [
        Error(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set: links would "
            "use the host name that a request names.",
            hint=f"Set FRONTEND_ORIGIN for Django, and {FRONTEND_ORIGIN} for the Nuxt servers and "
            "for Django, to the origin of the pages, such as 'https://blog.example.com'.",
            id="latchkey.no_origin",
        )
    ]


@register(SETTINGS, deploy=True)
def check_origins_agree(**kwargs: Any) -> list[CheckMessage]:
    """Django and Nuxt use the same origin in links."""
    origin = os.environ.get(FRONTEND_ORIGIN, "")
    if not origin or not settings.FRONTEND_ORIGIN or is_frontend_origin(origin):
        return []
    return [
        Error(
            f"{FRONTEND_ORIGIN} is {origin!r}, and FRONTEND_ORIGIN is "
            f"{settings.FRONTEND_ORIGIN!r}: links of pages and links of the feed lead to "
            "different addresses.",
            hint="Set both to the origin of the pages, such as 'https://app.example.com'.",
            id="latchkey.frontend_origins_differ",
        )
    ]


def is_frontend_origin(origin: str) -> bool:
    try:
        return validate_origin(origin) == settings.FRONTEND_ORIGIN
    except PydanticCustomError:
        return False
