"""Requests that Nuxt passes through to Django: which paths, and what comes back."""

import gzip
import json

import pytest

from tests.http_client import HOST, HttpResponse, free_port, request
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION
from tests.server.stub_api import Response, StubApi, json_response, running_stub_api

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
