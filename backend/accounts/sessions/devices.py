"""Name the device and the network of a request, without keeping its address or user agent."""

import ipaddress

from django.http import HttpRequest
from ua_parser import parse

from session_auth.proxy_headers import parse_address

# A session's place is the network of its address, not the address.
IPV4_PREFIX = 24
IPV6_PREFIX = 64
# Longer ones are no browser's, and take long to parse.
MAX_USER_AGENT = 300
MAX_NAME = 50


def network_of(request: HttpRequest) -> str:
    """Return the network of a request, empty if it has no address, as on a Unix socket."""
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    if address is None:
        return ""
    prefix = IPV4_PREFIX if isinstance(address, ipaddress.IPv4Address) else IPV6_PREFIX
    return str(ipaddress.ip_network((address, prefix), strict=False))


def browser_and_system(request: HttpRequest) -> tuple[str, str]:
    """Return names such as ("Firefox 140", "Windows 10"), empty if they are unknown."""
    result = parse(request.META.get("HTTP_USER_AGENT", "")[:MAX_USER_AGENT])
    browser, system = result.user_agent, result.os
    return (
        name(browser.family, browser.major) if browser else "",
        name(system.family, system.major) if system else "",
    )


def name(family: str, version: str | None) -> str:
    return (f"{family} {version}" if version else family)[:MAX_NAME]
