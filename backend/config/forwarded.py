"""The public address, host and scheme of a request that came through a proxy.

They are read from X-Forwarded-* headers, from trusted proxies only, and put where Django keeps the
truth about a request (REMOTE_ADDR, HTTP_HOST, wsgi.url_scheme). So everything after, such as rate
limits, absolute links, the CSRF check of the origin and Secure cookies, sees what the visitor sees,
and the headers are gone: no other code can believe them by mistake.
"""

import ipaddress
import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.env_validators import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

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
    """Walk from the peer towards the visitor for as long as the next one is vouched for.

    Each trusted proxy appends whom it spoke to, so the first untrusted entry from the right is the
    client, and whatever stands left of it is its own invention.
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


def first(values: str) -> str:
    """Of several proxies that each appended what they saw, the word of the one the visitor met."""
    return values.partition(",")[0].strip()


class ForwardedMiddleware:
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
        scheme = first(forwarded.get("HTTP_X_FORWARDED_PROTO", "")).lower()
        if scheme in ("http", "https"):
            request.META["wsgi.url_scheme"] = scheme
        # Django itself checks the host, against ALLOWED_HOSTS, wherever it is used.
        if host := first(forwarded.get("HTTP_X_FORWARDED_HOST", "")):
            request.META["HTTP_HOST"] = host
