"""Bodies of the requests that Nuxt passes through to Django: whole, or refused."""

import json
import socket
from contextlib import ExitStack

import pytest

from tests.http_client import HOST, TIMEOUT, HttpResponse, request, send_bytes
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE
from tests.server.stub_api import Response, StubApi, json_response

A_MEGABYTE = bytes(range(256)) * 4096


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


def test_slow_body_blocks_no_request(nuxt: NuxtServer, api: StubApi) -> None:
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
