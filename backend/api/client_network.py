"""The network that a request comes from, as rate limits tell networks apart."""

import ipaddress

from django.http import HttpRequest

from session_auth.proxy_headers import parse_address

# What a provider gives to one customer at least.
IPV6_PREFIX = 64


def client_network(request: HttpRequest) -> str:
    """Return an IPv4 address, or the /64 network of an IPv6 address.

    Without an address, as on a Unix socket, all requests come from one network.
    """
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address or "unknown")
