"""The public address, host and scheme of a request that came through a proxy.

X-Forwarded-* headers of trusted proxies (the setting TRUSTED_PROXIES) replace REMOTE_ADDR,
HTTP_HOST and wsgi.url_scheme. Rate limits, absolute links, the CSRF check of the origin and Secure
cookies then see what the visitor sees. The headers themselves are removed: no other code can trust
them by mistake.
"""

import ipaddress
import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# An address with or without a port, and with brackets around an IPv6 address if there is one.
ENTRY = re.compile(r"\[(?P<bracketed>[^\]]+)\](:\d+)?|(?P<v4>[\d.]+)(:\d+)?|(?P<bare>.+)")


def parse_address(text: str) -> Address | None:
    match = ENTRY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        address = ipaddress.ip_address(match["bracketed"] or match["v4"] or match["bare"])
    except ValueError:
        return None
    # A socket open to both families shows IPv4 visitors as ::ffff:203.0.113.5.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_trusted(address: Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def client_address(peer: Address, forwarded_for: str, proxies: Sequence[Network]) -> Address:
    """Return the last address that a trusted proxy names, read from the right.

    Each trusted proxy appends the address of its client. The first untrusted entry from the right
    is the visitor; the visitor may have made up the entries to the left of it.
    """
    client = peer
    for entry in reversed(forwarded_for.split(",")):
        address = parse_address(entry)
        if address is None:
            break
        client = address
        if not is_trusted(address, proxies):
            break
    return client


def first_value(values: str) -> str:
    """Return the first of several values: the proxy nearest to the visitor has set it."""
    return values.partition(",")[0].strip()


class ProxyHeadersMiddleware:
    """Applies the headers of trusted proxies, and removes them from every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = {
            name: request.META.pop(name)
            for name in list(request.META)
            if name.startswith("HTTP_X_FORWARDED_") or name == "HTTP_FORWARDED"
        }
        peer = parse_address(request.META.get("REMOTE_ADDR", ""))
        if peer is not None and is_trusted(peer, settings.TRUSTED_PROXIES):
            self.apply(request, peer, forwarded)
        return self.get_response(request)

    def apply(self, request: HttpRequest, peer: Address, forwarded: dict[str, str]) -> None:
        forwarded_for = forwarded.get("HTTP_X_FORWARDED_FOR", "")
        client = client_address(peer, forwarded_for, settings.TRUSTED_PROXIES)
        request.META["REMOTE_ADDR"] = str(client)
        scheme = first_value(forwarded.get("HTTP_X_FORWARDED_PROTO", "")).lower()
        if scheme in ("http", "https"):
            request.META["wsgi.url_scheme"] = scheme
        # Django itself checks the host, against ALLOWED_HOSTS, wherever it is used.
        if host := first_value(forwarded.get("HTTP_X_FORWARDED_HOST", "")):
            request.META["HTTP_HOST"] = host
