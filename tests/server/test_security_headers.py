"""Security headers of every kind of response."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.http_client import HOST, HttpResponse, free_port, request
from tests.server.conftest import StartServer
from tests.server.csp import (
    hash_source,
    script_sources,
    scripts,
    security_headers,
    styled_elements,
)
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION, authenticate
from tests.server.stub_api import Response, StubApi

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Placeholders for nonces and hashes.
BY_NONCE = "NONCE 'strict-dynamic'"
BY_HASH = "'self' HASH HASH"

FROM_HTTPS = ("X-Forwarded-Proto", "https")


def page_policy(scripts: str, api: str = "", end: str = "") -> str:
    """The Content-Security-Policy of a page."""
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; "
        f"img-src 'self' https: data:; font-src 'self'; connect-src 'self'{api}; "
        f"manifest-src 'self'; form-action 'self'{api}; base-uri 'none'; "
        f"frame-ancestors 'none'{end}"
    )


def headers_of(reply: HttpResponse) -> dict[str, str | None]:
    """The security headers of a response, with placeholders for variable parts."""
    headers = security_headers(reply)
    policy = headers.get("Content-Security-Policy")
    if policy:
        policy = re.sub(r"'nonce-[\w+/]{22}=='", "NONCE", policy)
        headers["Content-Security-Policy"] = re.sub(r"'sha256-[\w+/]{43}='", "HASH", policy)
    return headers


def script_of_the_build(nuxt: NuxtServer) -> HttpResponse:
    (source,) = (
        attributes["src"] for attributes, _ in scripts(nuxt.get("/")) if "src" in attributes
    )
    assert source is not None
    return nuxt.get(source)


@dataclass(frozen=True)
class Kind:
    """A kind of response: how to get one, and its policy."""

    get: Callable[[NuxtServer], HttpResponse]
    status: int
    policy: str


KINDS = {
    "a page": Kind(lambda nuxt: nuxt.get("/"), 200, page_policy(BY_NONCE)),
    "a page for a member": Kind(
        lambda nuxt: nuxt.get("/", cookie=SESSION), 200, page_policy(BY_NONCE)
    ),
    "a page rendered in the browser": Kind(
        lambda nuxt: nuxt.get("/account"), 200, page_policy(BY_HASH)
    ),
    "a prerendered page": Kind(lambda nuxt: nuxt.get("/about"), 200, page_policy(BY_HASH)),
    "a prerendered page, by its file": Kind(
        lambda nuxt: nuxt.get("/about/index.html"), 200, page_policy(BY_HASH)
    ),
    "an error page": Kind(lambda nuxt: nuxt.get("/nowhere"), 404, page_policy(BY_NONCE)),
    "a missing file": Kind(lambda nuxt: nuxt.get("/_nuxt/no.js"), 404, page_policy(BY_NONCE)),
    "a redirect": Kind(lambda nuxt: nuxt.get("/login", cookie=SESSION), 302, NOTHING),
    "a script": Kind(script_of_the_build, 200, NOTHING),
    "a public file": Kind(lambda nuxt: nuxt.get("/favicon.svg"), 200, NOTHING),
    "an API answer that says nothing": Kind(lambda nuxt: nuxt.get(ACCOUNT_PATH), 200, NOTHING),
    "a method that is not passed on": Kind(
        lambda nuxt: request(nuxt.port, ACCOUNT_PATH, method="TRACE"), 405, NOTHING
    ),
    "a body that is too large": Kind(
        lambda nuxt: request(nuxt.port, ACCOUNT_PATH, method="POST", body=b"x" * 2_621_441),
        413,
        NOTHING,
    ),
    "a refusal of the API's web server": Kind(lambda nuxt: nuxt.get("/api/refused/"), 414, NOTHING),
}


@pytest.fixture
def alice(api: StubApi) -> None:
    """Every session is Alice's."""
    authenticate(api, ALICE)
    api.respond("/api/refused/", Response(414, b"<html>", (("Content-Type", "text/html"),)))


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_kind_of_response_has_these_headers(nuxt: NuxtServer, kind: Kind) -> None:
    reply = kind.get(nuxt)

    assert reply.status == kind.status
    assert headers_of(reply) == {**ALWAYS, "Content-Security-Policy": kind.policy}


def test_json_error_has_a_strict_policy(nuxt: NuxtServer) -> None:
    reply = nuxt.get("/nowhere", ("Accept", "application/json"))

    assert reply.status == 404
    assert headers_of(reply) == {
        **ALWAYS,
        "Content-Security-Policy": NOTHING,
        # Nitro's own error.
        "Referrer-Policy": "no-referrer",
    }


def test_unreachable_api_has_the_same_headers(
    start_server: StartServer,
) -> None:
    with start_server(NUXT_SESSION_API_URL=f"http://{HOST}:{free_port()}") as nuxt:
        api, admin = nuxt.get("/api/account/"), nuxt.get("/admin/")

    assert headers_of(api) == {**ALWAYS, "Content-Security-Policy": NOTHING}
    assert headers_of(admin) == {**ALWAYS, "Content-Security-Policy": page_policy(BY_NONCE)}


@pytest.mark.parametrize("path", ["/api/account/", "/admin/", "/static/admin/css/base.css"])
def test_headers_of_django_are_kept(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    own = {name: f"own {name}" for name in (*ALWAYS, "Content-Security-Policy")}
    api.respond(path, Response(200, b"", tuple(own.items())))

    assert security_headers(nuxt.get(path)) == own


def test_pages_of_django_get_no_policy(nuxt: NuxtServer, api: StubApi) -> None:
    """Django sends its own policy; ours would block its scripts."""
    api.respond("/admin/", Response(200, b"<html>", (("Content-Type", "text/html"),)))

    assert security_headers(nuxt.get("/admin/")) == ALWAYS


def test_304_keeps_the_policy(nuxt: NuxtServer) -> None:
    """Headers of a 304 replace those of the cached page."""
    tag = nuxt.get("/about").header("ETag")
    assert tag is not None

    again = nuxt.get("/about", ("If-None-Match", tag))

    assert again.status == 304
    assert security_headers(again) == ALWAYS


# --- Over HTTPS -----------------------------------------------------------------------------------

HSTS = {"Strict-Transport-Security": "max-age=31536000"}
UPGRADE = "; upgrade-insecure-requests"


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", page_policy(BY_NONCE, end=UPGRADE)),
        ("/nowhere", page_policy(BY_NONCE, end=UPGRADE)),
        ("/account", page_policy(BY_HASH, end=UPGRADE)),
        ("/about", page_policy(BY_HASH, end=UPGRADE)),
        ("/favicon.svg", NOTHING),
        (ACCOUNT_PATH, NOTHING),
    ],
)
def test_https_responses_have_hsts(nuxt_behind_proxy: NuxtServer, path: str, policy: str) -> None:
    assert headers_of(nuxt_behind_proxy.get(path, FROM_HTTPS)) == {
        **ALWAYS,
        **HSTS,
        "Content-Security-Policy": policy,
    }


def test_https_needs_a_trusted_proxy(nuxt: NuxtServer) -> None:
    assert "Strict-Transport-Security" not in security_headers(nuxt.get("/about", FROM_HTTPS))


@pytest.mark.parametrize(
    "setting", ["", "max-age=0", "max-age=63072000; includeSubDomains; preload"]
)
def test_hsts_is_a_setting(start_server: StartServer, setting: str) -> None:
    settings = {"NUXT_SECURITY_HSTS": setting, "NUXT_SESSION_TRUSTED_PROXIES": "127.0.0.1"}
    with start_server(**settings) as nuxt:
        headers = security_headers(nuxt.get("/about", FROM_HTTPS))

    assert headers.get("Strict-Transport-Security", "") == setting


# --- Scripts --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("path", ["/", "/login", "/nowhere"])
def test_scripts_have_a_fresh_nonce(nuxt: NuxtServer, path: str) -> None:
    pages = [nuxt.get(path) for _ in range(2)]

    for page in pages:
        nonces = {f"'nonce-{attributes.get('nonce')}'" for attributes, _ in scripts(page)}
        assert nonces == {script_sources(page)[0]}
    assert script_sources(pages[0]) != script_sources(pages[1])


@pytest.mark.parametrize("path", ["/about", "/account"])
def test_cacheable_pages_hash_their_scripts(nuxt: NuxtServer, path: str) -> None:
    page = nuxt.get(path)

    inline = [text for attributes, text in scripts(page) if "src" not in attributes]
    assert len(inline) == 2
    assert {hash_source(text) for text in inline} < set(script_sources(page))


def test_prerendered_page_carries_its_policy(nuxt: NuxtServer) -> None:
    page = nuxt.get("/about")

    sources = " ".join(script_sources(page))
    policy = f'<meta http-equiv="Content-Security-Policy" content="script-src {sources}">'
    assert f"<head>{policy}" in page.text


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("path", ["/", "/login", "/account", "/about", "/nowhere"])
def test_pages_have_no_inline_styles(nuxt: NuxtServer, path: str) -> None:
    assert styled_elements(nuxt.get(path)) == []


# --- Two domain names -----------------------------------------------------------------------------


def test_policy_allows_the_api_domain(start_server: StartServer, api: StubApi) -> None:
    with start_server(NUXT_PUBLIC_SESSION_API_URL="https://api.example.com/") as nuxt:
        pages = {path: headers_of(nuxt.get(path)) for path in ("/", "/about")}

    assert {path: headers["Content-Security-Policy"] for path, headers in pages.items()} == {
        "/": page_policy(BY_NONCE, " https://api.example.com"),
        "/about": page_policy(BY_HASH, " https://api.example.com"),
    }
