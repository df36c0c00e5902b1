"""Requests that Nuxt passes through to Django."""

import gzip
import json
import socket
from contextlib import ExitStack

import pytest

from tests.http_client import HOST, TIMEOUT, HttpResponse, free_port, request, send_bytes
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION
from tests.server.stub_api import ApiRequest, Response, StubApi, json_response, running_stub_api

TWO_COOKIES = [
    "sessionid=a=b; expires=Fri, 31 Dec 2100 23:59:59 GMT; HttpOnly; Path=/; SameSite=Lax",
    'messages="x, y"; Path=/',
]
A_MEGABYTE = bytes(range(256)) * 4096


@pytest.mark.parametrize(
    "path", ["/api/account/", "/api", "/api/", "/admin/", "/admin", "/static/admin/css/base.css"]
)
def test_django_paths_go_to_django(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    api.respond(path, Response(418, b"Django", (("Content-Type", "text/x-tea"), ("X-Own", "1"))))

    reply = nuxt.get(path)

    assert (reply.status, reply.body) == (418, b"Django")
    assert reply.header("Content-Type") == "text/x-tea"
    assert reply.header("X-Own") == "1"
    assert api.only_request(path).method == "GET"


@pytest.mark.parametrize(
    "path",
    ["/apifoo", "/api-docs", "/api.json", "/administrator", "/statics/a.css", "/x/api/", "/API/"],
)
def test_similar_paths_stay_in_nuxt(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    assert nuxt.get(path).status == 404
    assert api.received == []


@pytest.mark.parametrize(
    "target",
    [
        "/api/posts/?page=2&q=a%20b+c%26&empty=&q=%C3%AB&next=http://evil.example/?x",
        "/api/a%20b/%C3%AB%E2%82%AC/%2F%252F",
        "/api/posts%3Fx%23y%25/",
        "/admin/r/1/%22%3E%0d%0aX:%20y/",
        "/api?x",
    ],
)
def test_path_and_query_are_unchanged(nuxt: NuxtServer, api: StubApi, target: str) -> None:
    nuxt.get(target)

    assert [received.target for received in api.received] == [target]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "body", [b'{"a": "\xc3\xab"}', b"", A_MEGABYTE], ids=["JSON", "empty", "a binary megabyte"]
)
def test_method_and_body_are_unchanged(
    nuxt: NuxtServer, api: StubApi, method: str, body: bytes
) -> None:
    api.respond("/api/posts/", Response(201))

    reply = request(
        nuxt.port,
        "/api/posts/",
        method=method,
        headers=[("Content-Type", "application/x-own"), ("X-CSRFToken", "abc")],
        body=body,
    )

    assert reply.status == 201
    received = api.only_request("/api/posts/")
    assert (received.method, received.header("Content-Type")) == (method, "application/x-own")
    assert received.header("X-CSRFToken") == "abc"
    assert received.body == body


def test_chunked_body_arrives_whole(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/posts/", Response(201))
    head = b"POST /api/posts/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    reply = send_bytes(nuxt.port, head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    assert reply.status == 201
    assert api.only_request("/api/posts/").body == b"abcde"


@pytest.mark.parametrize(
    "body", [b"5\r\nabcde\r\nzz\r\n\r\n", b"zz\r\n\r\n", b"3\r\nabcdefg\r\n0\r\n\r\n"]
)
def test_broken_chunks_are_refused(nuxt: NuxtServer, api: StubApi, body: bytes) -> None:
    head = b"POST /api/posts/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert send_bytes(nuxt.port, head + body).status == 400
    assert api.received == []


def assert_too_large(reply: HttpResponse) -> None:
    assert reply.status == 413
    assert reply.header("Cache-Control") == "private, no-store"
    assert reply.header("Vary") == "Cookie"
    assert json.loads(reply.body) == {
        "type": "client_error",
        "errors": [
            {
                "code": "request_too_large",
                "detail": "The request is larger than 2621440 bytes.",
                "attr": None,
            }
        ],
    }


def test_largest_allowed_body_is_passed_on(nuxt: NuxtServer, api: StubApi) -> None:
    body = b"x" * 2_621_440
    api.respond("/api/posts/", Response(201))

    assert request(nuxt.port, "/api/posts/", method="POST", body=body).status == 201
    assert api.only_request("/api/posts/").body == body


def test_larger_body_never_reaches_django(nuxt: NuxtServer, api: StubApi) -> None:
    assert_too_large(request(nuxt.port, "/api/posts/", method="POST", body=b"x" * 2_621_441))
    assert_too_large(request(nuxt.port, "/api/posts/", method="POST", body=b"x" * 10_000_000))
    assert api.received == []


def test_larger_chunked_body_is_refused(nuxt: NuxtServer, api: StubApi) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = b"POST /api/posts/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert_too_large(send_bytes(nuxt.port, head + chunk * 3 + b"0\r\n\r\n", method="POST"))
    assert api.received == []


def test_slow_body_blocks_nobody(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/slow/", Response(201))
    api.respond(ACCOUNT_PATH, json_response(ALICE))
    half = b"POST /api/slow/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabcde"
    with ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection((HOST, nuxt.port), timeout=TIMEOUT))
            for _ in range(50)
        ]
        for connection in slow:
            connection.sendall(half)

        assert nuxt.get("/").status == 200
        assert nuxt.get(ACCOUNT_PATH).status == 200
        assert "/api/slow/" not in api.started

        slow[0].sendall(b"fghij")
        assert slow[0].recv(1024).startswith(b"HTTP/1.1 201 ")
        assert api.only_request("/api/slow/").body == b"abcdefghij"
        assert api.started.count("/api/slow/") == 1


def test_unsupported_method_is_405(nuxt: NuxtServer, api: StubApi) -> None:
    reply = request(nuxt.port, "/api/posts/", method="TRACE")

    assert reply.status == 405
    assert json.loads(reply.body)["errors"][0]["code"] == "method_not_allowed"
    assert api.received == []


@pytest.mark.parametrize("status", [414, 431])
def test_web_server_error_becomes_json(nuxt: NuxtServer, api: StubApi, status: int) -> None:
    api.respond("/api/posts/", Response(status, b"<html>", (("Content-Type", "text/html"),)))

    reply = nuxt.get("/api/posts/")

    assert reply.status == status
    assert json.loads(reply.body)["errors"][0]["code"] == "refused"


def test_error_pages_of_django_are_kept(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/admin/", Response(404, b"<html>", (("Content-Type", "text/html"),)))

    assert nuxt.get("/admin/").body == b"<html>"


def test_binary_response_arrives_whole(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/static/big", Response(200, A_MEGABYTE))

    assert nuxt.get("/static/big").body == A_MEGABYTE


def test_cookies_are_unchanged_both_ways(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/login/", Response().with_cookies(*TWO_COOKIES))

    reply = nuxt.get("/api/login/", cookie='sessionid=a=b==; theme="x, y"')

    assert api.only_request("/api/login/").header("Cookie") == 'sessionid=a=b==; theme="x, y"'
    assert reply.set_cookies == TWO_COOKIES


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(nuxt: NuxtServer, api: StubApi, status: int) -> None:
    with running_stub_api() as elsewhere:
        target = f"{elsewhere.origin}/api/account/?next=/admin/"
        response = Response(status, headers=(("Location", target),)).with_cookies(*TWO_COOKIES)
        api.respond("/admin/", response)

        reply = nuxt.get("/admin/", cookie=SESSION)

        assert (reply.status, reply.header("Location")) == (status, target)
        assert reply.set_cookies == TWO_COOKIES
        assert elsewhere.received == []


def test_hop_by_hop_headers_are_dropped(nuxt: NuxtServer, api: StubApi) -> None:
    own = (("Connection", "close"), ("Keep-Alive", "timeout=99"))
    api.respond("/api/posts/", json_response([]).with_headers(*own))

    reply = nuxt.get("/api/posts/")

    assert reply.header("Connection") != "close"
    assert reply.header("Keep-Alive") != "timeout=99"


def test_connection_header_removes_nothing(nuxt: NuxtServer, api: StubApi) -> None:
    received = passed_on(nuxt, api, ("Connection", "close, X-Request-Id, X-Forwarded-For, Cookie"))

    assert received.header("X-Request-Id")
    assert received.header("X-Forwarded-For") == "127.0.0.1"


def test_compressed_response_arrives_whole(nuxt: NuxtServer, api: StubApi) -> None:
    body = gzip.compress(A_MEGABYTE)
    api.respond("/static/a.js", Response(200, body, (("Content-Encoding", "gzip"),)))

    reply = nuxt.get("/static/a.js", ("Accept-Encoding", "gzip"))

    assert reply.header("Content-Encoding") is None
    assert reply.body == A_MEGABYTE


@pytest.mark.parametrize("status", [204, 304])
def test_empty_response_is_passed_on(nuxt: NuxtServer, api: StubApi, status: int) -> None:
    api.respond("/static/a.css", Response(status, headers=(("ETag", '"abc"'),)))

    reply = nuxt.get("/static/a.css", ("If-None-Match", '"abc"'))

    assert (reply.status, reply.body, reply.header("ETag")) == (status, b"", '"abc"')
    assert api.only_request("/static/a.css").header("If-None-Match") == '"abc"'


def test_head_is_passed_on(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/posts/", json_response([]).with_headers(("X-Own", "1")))

    reply = request(nuxt.port, "/api/posts/", method="HEAD")

    assert (reply.status, reply.body, reply.header("X-Own")) == (200, b"", "1")
    assert api.only_request("/api/posts/").method == "HEAD"


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_api_error_is_passed_on(nuxt: NuxtServer, api: StubApi, status: int) -> None:
    headers = (("Retry-After", "30"), ("Content-Type", "application/json"))
    api.respond("/api/posts/", Response(status, b'{"type": "own"}', headers))

    reply = nuxt.get("/api/posts/")

    assert (reply.status, reply.body) == (status, b'{"type": "own"}')
    assert reply.header("Retry-After") == "30"


FORGED = (
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Forwarded-Host", "forged.example"),
    ("X-Forwarded-Proto", "https"),
)


def passed_on(nuxt: NuxtServer, api: StubApi, *headers: tuple[str, str]) -> ApiRequest:
    """The API's request when a client requests the account with these headers."""
    api.respond(ACCOUNT_PATH, json_response(ALICE))
    assert nuxt.get(ACCOUNT_PATH, ("Host", "club.example"), *headers).status == 200
    return api.only_request(ACCOUNT_PATH)


@pytest.mark.parametrize("headers", [(), FORGED], ids=["nothing claimed", "forged headers"])
def test_forwarded_headers_are_set_anew(
    nuxt: NuxtServer, api: StubApi, headers: tuple[tuple[str, str], ...]
) -> None:
    received = passed_on(nuxt, api, *headers)

    assert received.header("X-Forwarded-For") == "127.0.0.1"
    assert received.header("X-Forwarded-Host") == "club.example"
    assert received.header("X-Forwarded-Proto") == "http"


def test_headers_of_a_trusted_proxy_are_kept(nuxt_behind_proxy: NuxtServer, api: StubApi) -> None:
    received = passed_on(nuxt_behind_proxy, api, *FORGED)

    assert received.header("X-Forwarded-For") == "203.0.113.9, 127.0.0.1"
    assert received.header("X-Forwarded-Host") == "forged.example"
    assert received.header("X-Forwarded-Proto") == "https"


def test_browser_headers_are_passed_on(nuxt: NuxtServer, api: StubApi) -> None:
    own = {
        "Accept": "application/json",
        "Accept-Language": "de",
        "User-Agent": "Own/1.0",
        "Origin": "http://club.example",
        "Referer": "http://club.example/posts",
    }

    received = passed_on(nuxt, api, *own.items())

    assert {name: received.header(name) for name in own} == own


def test_trace_and_request_id(nuxt: NuxtServer, api: StubApi) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    received = passed_on(nuxt, api, ("traceparent", trace), ("X-Request-Id", "no good"))

    assert received.header("traceparent") == trace
    assert received.header("X-Request-Id") not in (None, "no good")


def assert_unreachable(reply: HttpResponse) -> None:
    assert reply.status == 503
    assert reply.header("Retry-After") == "5"
    assert reply.header("Cache-Control") == "private, no-store"
    assert reply.header("Vary") == "Cookie"
    assert reply.set_cookies == []
    response = json.loads(reply.body)
    assert response["type"] == "server_error"
    assert [(each["code"], each["attr"]) for each in response["errors"]] == [
        ("api_unreachable", None)
    ]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unreachable_api_is_503_json(start_server: StartServer, method: str) -> None:
    with start_server(NUXT_SESSION_API_URL=f"http://{HOST}:{free_port()}") as nuxt:
        assert_unreachable(request(nuxt.port, "/api/posts/", method=method, body=b""))


def test_closed_connection_is_503(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/posts/", Response(close_connection=True))

    assert_unreachable(nuxt.get("/api/posts/"))


@pytest.mark.parametrize(
    "target",
    [
        "//{other}/api/",
        "//{other}/api/account/",
        "/api/../../{other}/",
        "/api//{other}/",
        "/api/@{other}/",
        "/api@{other}/",
        "/api:x@{other}/",
        "/api\\@{other}/",
        "/api?@{other}/",
        "/api/%2e%2e/%2e%2e//{other}/",
        "/api/..//{other}/api/",
        "/api/%0d%0aHost:%20{other}/",
        "http://{other}/api/account/",
        "@{other}/api/",
    ],
)
def test_path_cannot_change_the_host(nuxt: NuxtServer, api: StubApi, target: str) -> None:
    with running_stub_api() as elsewhere:
        other = f"{HOST}:{elsewhere.port}"
        api.respond(ACCOUNT_PATH, json_response(ALICE))

        reply = nuxt.get(target.format(other=other), cookie=SESSION)

        assert reply.status < 500
        assert elsewhere.received == []


@pytest.mark.parametrize("target", ["/api/../x", "/api/%2e%2e/x", "/static/../api/../../x"])
def test_dot_segments_stay_in_the_api(nuxt: NuxtServer, api: StubApi, target: str) -> None:
    assert nuxt.get(target).status == 404
    assert all(received.header("Host") == f"{HOST}:{api.port}" for received in api.received)
