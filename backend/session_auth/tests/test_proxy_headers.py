"""Which proxies may set the visitor's address, host and scheme."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from accounts.models import User
from config.env_validators import validate_networks
from conftest import Browser
from session_auth.proxy_headers import ProxyHeadersMiddleware

LOOPBACK = ["127.0.0.1/32", "::1/128"]


def seen(peer: str, proxies: list[str], settings: Settings, **headers: str) -> HttpRequest:
    """Return the request as later middleware sees it."""
    settings.TRUSTED_PROXIES = validate_networks(proxies)
    requests = []

    def remember(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=names)
    ProxyHeadersMiddleware(remember)(request)
    return requests[0]


@pytest.mark.parametrize(
    ("peer", "proxies", "forwarded_for", "client"),
    [
        ("127.0.0.1", LOOPBACK, "203.0.113.5", "203.0.113.5"),
        ("::1", LOOPBACK, "2001:db8::7", "2001:db8::7"),
        # With ports and brackets, as some proxies write them.
        ("127.0.0.1", LOOPBACK, "203.0.113.5:4711", "203.0.113.5"),
        ("127.0.0.1", LOOPBACK, "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", LOOPBACK, "[2001:db8::7]", "2001:db8::7"),
        # IPv4 as IPv6.
        ("::ffff:127.0.0.1", LOOPBACK, "::ffff:203.0.113.5", "203.0.113.5"),
        # The visitor can add entries on the left only.
        ("127.0.0.1", LOOPBACK, "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", LOOPBACK, "127.0.0.1, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", LOOPBACK, "nonsense, 203.0.113.5", "203.0.113.5"),
        # A chain of trusted proxies.
        ("127.0.0.1", [*LOOPBACK, "10.0.0.0/8"], "203.0.113.5, 10.1.2.3", "203.0.113.5"),
        ("127.0.0.1", [*LOOPBACK, "10.0.0.0/8"], "1.1.1.1, 203.0.113.5, 10.1.2.3", "203.0.113.5"),
        # All of them trusted: the left-most.
        ("127.0.0.1", [*LOOPBACK, "10.0.0.0/8"], "10.0.0.9, 10.1.2.3", "10.0.0.9"),
        # A malformed entry ends the search.
        ("127.0.0.1", [*LOOPBACK, "10.0.0.0/8"], "203.0.113.5, nonsense, 10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", LOOPBACK, "nonsense", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, "", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, ",,,", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, "1.2.3.4.5", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, "203.0.113.5:port", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, "[::1", "127.0.0.1"),
        ("127.0.0.1", LOOPBACK, "\x00", "127.0.0.1"),
        # Untrusted clients.
        ("198.51.100.1", LOOPBACK, "203.0.113.5", "198.51.100.1"),
        ("127.0.0.1", [], "203.0.113.5", "127.0.0.1"),
        ("", LOOPBACK, "203.0.113.5", ""),
    ],
)
def test_client_addresses(
    peer: str, proxies: list[str], forwarded_for: str, client: str, settings: Settings
) -> None:
    request = seen(peer, proxies, settings, X_Forwarded_For=forwarded_for)
    assert request.META["REMOTE_ADDR"] == client


def test_a_trusted_proxy_sets_host_and_scheme(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["blog.example.com"]
    request = seen(
        "127.0.0.1",
        LOOPBACK,
        settings,
        X_Forwarded_Host="blog.example.com",
        X_Forwarded_Proto="https",
    )
    assert request.is_secure()
    assert request.build_absolute_uri("/x") == "https://blog.example.com/x"


@pytest.mark.parametrize(
    ("host", "scheme", "origin"),
    [
        ("blog.example.com, inner.example", "https, http", "https://blog.example.com"),
        ("blog.example.com:8443,inner.example", "HTTPS,http", "https://blog.example.com:8443"),
        ("blog.example.com , inner.example", "http , https", "http://blog.example.com"),
        # An empty first value is not filled from the second.
        (", blog.example.com", ", https", "http://testserver"),
    ],
)
def test_the_first_of_several_proxies_counts(
    host: str, scheme: str, origin: str, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["blog.example.com", "testserver"]
    request = seen("127.0.0.1", LOOPBACK, settings, X_Forwarded_Host=host, X_Forwarded_Proto=scheme)
    assert request.build_absolute_uri("/x") == f"{origin}/x"


def test_other_clients_set_neither(settings: Settings) -> None:
    request = seen(
        "198.51.100.1",
        LOOPBACK,
        settings,
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="https",
    )
    assert request.build_absolute_uri("/x") == "http://testserver/x"


@pytest.mark.parametrize("scheme", ["ftp", "ftp, https", "", "javascript:", "\x00"])
def test_unknown_schemes_are_ignored(scheme: str, settings: Settings) -> None:
    assert seen("127.0.0.1", LOOPBACK, settings, X_Forwarded_Proto=scheme).scheme == "http"


@pytest.mark.parametrize("peer", ["127.0.0.1", "198.51.100.1"])
def test_forwarded_headers_are_removed(peer: str, settings: Settings) -> None:
    request = seen(
        peer,
        LOOPBACK,
        settings,
        X_Forwarded_For="203.0.113.5",
        X_Forwarded_Host="blog.example.com",
        X_Forwarded_Proto="https",
        X_Forwarded_Port="443",
        Forwarded="for=203.0.113.5",
    )
    assert [name for name in request.headers if "forwarded" in name.lower()] == []


@pytest.mark.parametrize("host", ["evil.example", "a b", "evil.example, localhost", "\x00", "[::"])
def test_unknown_hosts_are_refused(as_alice: Browser, host: str) -> None:
    response = as_alice.get("/api/account/", headers={"X-Forwarded-Host": host})
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "disallowed_host"


def test_csrf_compares_the_public_origin(anonymous: Browser, alice: User) -> None:
    public = {"X-Forwarded-Host": "localhost:3000", "X-Forwarded-Proto": "https"}
    referer = {"Referer": "https://localhost:3000/login"}
    response = anonymous.log_in(
        "alice@example.com", headers={**public, "Origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "csrf_failed"
    response = anonymous.log_in(
        "alice@example.com", headers={**public, "Referer": "https://x.example"}
    )
    assert response.status_code == 403
    response = anonymous.log_in(
        "alice@example.com", headers={**public, **referer, "Origin": "https://localhost:3000"}
    )
    assert response.status_code == 200
