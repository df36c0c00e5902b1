"""Malformed requests get a proper response, and the server keeps running."""

import socket
from collections.abc import Iterator

import pytest

from tests.http_client import HOST, HttpResponse, request, send_bytes
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ALICE, SESSION, authenticate
from tests.server.stub_api import StubApi

# Parts of stack traces and of paths of this machine.
INSIDES = ("    at ", "node_modules", ".mjs", "file://", "node:internal")


@pytest.fixture(autouse=True)
def _server_keeps_running(nuxt: NuxtServer, api: StubApi) -> Iterator[None]:
    """The server works after each test as before."""
    authenticate(api, ALICE)
    yield
    authenticate(api, ALICE)
    nuxt.assert_alive()
    assert "Welcome back, Alice Liddell." in nuxt.get("/", cookie=SESSION).text


def assert_proper_response(reply: HttpResponse, *statuses: int) -> None:
    assert reply.status in statuses, reply
    text = reply.body.decode(errors="replace")
    assert [inside for inside in INSIDES if inside in text.replace("/_nuxt/", "")] == []


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=",
        "sessionid",
        "=",
        ";;; ; =;=x;",
        "sessionid=%",
        "sessionid=%E0%A4%A",
        "sessionid=\xff\xfe",
        'sessionid="',
        "__proto__=1; constructor=2; sessionid=3; toString=4",
        "sessionid=a; sessionid=b; sessionid=c",
        "sessionid = spaced ",
        "sessionid=\ta",
        "a=" + "x" * 12000,
        "; ".join(f"c{number}=x" for number in range(1500)),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/account/"])
def test_it_survives_odd_cookies(nuxt: NuxtServer, path: str, cookie: str) -> None:
    assert_proper_response(nuxt.get(path, cookie=cookie), 200)


def test_huge_cookie_header_is_431(nuxt: NuxtServer) -> None:
    assert_proper_response(nuxt.get("/", cookie="a=" + "x" * 17_000), 431)


@pytest.mark.parametrize(
    "name",
    ["Accept-Language", "User-Agent", "traceparent", "X-Request-Id", "X-Forwarded-For", "Referer"],
)
@pytest.mark.parametrize("value", ["", "Zo\xeb \xff", "x" * 8000, "\t", ",,;"])
def test_it_survives_odd_headers(nuxt: NuxtServer, name: str, value: str) -> None:
    assert_proper_response(nuxt.get("/", (name, value), cookie=SESSION), 200)


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "a b",
        "a/b",
        "evil.example/path?",
        "user:secret@evil.example",
        "[::1",
        "[::1]:80",
        "a:99999",
        "Zo\xeb.example",
        "<script>alert(1)</script>",
        "x" * 5000,
        "%00",
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/api/account/",
        "/posts",
    ],
)
def test_it_survives_odd_hosts(nuxt: NuxtServer, path: str, host: str) -> None:
    reply = nuxt.get(path, ("Host", host), cookie=SESSION)

    assert_proper_response(reply, 200, 400, 404)
    assert "<script>alert" not in reply.text


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"GET / HTTP/1.0\r\n\r\n", id="no host in HTTP/1.0"),
        pytest.param(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", id="no host in HTTP/1.1"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", id="two hosts"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n", id="bad name"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", id="null in a header"),
        pytest.param(b"GET /\xc3\xab\xff HTTP/1.1\r\nHost: a\r\n\r\n", id="bytes in the path"),
        pytest.param(b"GET  HTTP/1.1\r\n\r\n", id="no path"),
        pytest.param(b"GET x HTTP/1.1\r\nHost: a\r\n\r\n", id="no slash"),
        pytest.param(b"GET * HTTP/1.1\r\nHost: a\r\n\r\n", id="a star"),
        pytest.param(b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", id="options of a star"),
        pytest.param(b"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", id="absolute form"),
        pytest.param(b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n", id="broken absolute form"),
        pytest.param(b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", id="unknown method"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", id="TLS"),
    ],
)
def test_it_survives_malformed_requests(nuxt: NuxtServer, raw: bytes) -> None:
    assert_proper_response(send_bytes(nuxt.port, raw), 200, 400, 404, 405)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/about",
        "/account",
        "/posts",
        "/favicon.svg",
        "/session-settings",
        "/health/live",
    ],
)
def test_pages_are_read_only(nuxt: NuxtServer, path: str, method: str) -> None:
    reply = request(nuxt.port, path, method=method, headers=[("Cookie", SESSION)])

    assert_proper_response(reply, 405)
    assert reply.header("Allow") == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/%",
        "/%E0%A4%A",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/%E2%82%AC",
        "/posts/%E2%82%AC",
        "/posts/%",
        "/posts/%00",
        "/posts/-1",
        "/posts/1e3",
        "/posts/0x10",
        "/posts/99999999999999999999",
        "/posts/__proto__",
        "/posts/%2e%2e%2fadmin",
        "/posts?page=%00",
        "/posts?page=%",
        "/posts?page=abc",
        "/posts?page=1&page=2",
        "/posts?page[]=1",
        "/posts?page=-1",
        "/posts?page=1e400",
        "/posts?__proto__[x]=1",
        "/?" + "a" * 8000,
        "/" + "a/" * 3000,
        "/_nuxt/../../../etc/passwd",
        "/_nuxt/%2e%2e/%2e%2e/package.json",
        "/about/..%2f..%2fserver/nitro.json",
        "/__nuxt_error?statusCode=200&message=hi",
        "/__nuxt_error?url=/&error=true&statusCode=503",
        "/_ipx/x",
        "/index.html",
        "/<script>alert(1)</script>",
        '/"><img src=x onerror=alert(1)>'.replace(" ", "%20"),
    ],
)
@pytest.mark.parametrize("cookie", [None, SESSION], ids=["anonymous", "member"])
def test_it_survives_odd_paths(nuxt: NuxtServer, path: str, cookie: str | None) -> None:
    reply = nuxt.get(path, cookie=cookie)

    assert_proper_response(reply, 200, 302, 400, 404)
    assert "root:" not in reply.text
    assert "<script>alert" not in reply.text
    assert "<img src=x" not in reply.text


@pytest.mark.parametrize(
    "path",
    ["/api/%", "/api/%00", "/api/%E0%A4%A", "/api/?%", "/api/" + "a" * 8000, "/api/<>\"'`{}|^"],
)
def test_odd_api_paths_go_to_the_api(nuxt: NuxtServer, path: str) -> None:
    assert_proper_response(nuxt.get(path), 404)


@pytest.mark.parametrize(
    "headers",
    [
        [("TE", "trailers")],
        [("Connection", "X-CSRFToken, keep-alive"), ("X-CSRFToken", "a")],
        [("Expect", "100-continue")],
        [("Upgrade", "websocket"), ("Connection", "Upgrade")],
        [("Content-Length", "5")],
        [("Proxy-Authorization", "Basic x")],
        [("Content-Type", "\xff"), ("Accept", "\xff")],
    ],
    ids=lambda headers: str(headers[0][0]) if isinstance(headers, list) else None,
)
def test_it_survives_odd_api_headers(nuxt: NuxtServer, headers: list[tuple[str, str]]) -> None:
    body = b"hello" if ("Content-Length", "5") in headers else None
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    raw = f"GET /api/account/ HTTP/1.1\r\nHost: a\r\n{lines}\r\n".encode("latin-1") + (body or b"")

    assert_proper_response(send_bytes(nuxt.port, raw), 200)


def test_it_survives_closed_connections(nuxt: NuxtServer, api: StubApi) -> None:
    for path in ("/", "/posts", "/api/posts/", "/nowhere"):
        for _ in range(5):
            with socket.create_connection((HOST, nuxt.port)) as connection:
                connection.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: a\r\nCookie: {SESSION}\r\n\r\n".encode()
                )
    api.wait_until_quiet()
