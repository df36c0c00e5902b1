"""The logs of a request: one id, one trace and no secrets."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from monitoring.tests.collector import Collector, Span
from tests.production.rehearsal.site import Site

EMAIL = "reader@example.com"
# A loopback address that is not the proxy's.
ADDRESS = "127.0.0.2"
WRONG = "a-wrong-password"
SEARCH = "words-of-a-search"


@dataclass
class Visitor:
    """A client with cookies and CSRF tokens."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    # Every value received; the CSRF token changes at the log-in.
    cookie_values: set[str] = field(default_factory=set)

    def request(
        self,
        path: str,
        body: Mapping[str, str] | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Any:
        """Send a request over HTTPS, a body as JSON with the CSRF header."""
        origin = urlsplit(self.site.origin)
        context = ssl.create_default_context(cafile=self.site.authority)
        raw = socket.create_connection(
            ("127.0.0.1", origin.port), timeout=20, source_address=(ADDRESS, 0)
        )
        with closing(http.client.HTTPConnection(origin.netloc)) as connection:
            connection.sock = context.wrap_socket(raw, server_hostname=origin.hostname)
            sent = {"Cookie": "; ".join("=".join(pair) for pair in self.cookies.items()), **headers}
            if body is not None:
                sent |= {
                    "Content-Type": "application/json",
                    "Origin": self.site.origin,
                    "X-CSRFToken": self.cookies["__Host-csrftoken"],
                }
            text = None if body is None else json.dumps(body)
            connection.request("GET" if body is None else "POST", path, text, sent)
            response = connection.getresponse()
            response.read()
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
            self.cookie_values |= set(self.cookies.values())
            return response

    def log_in(self, password: str) -> Any:
        return self.request("/api/login/", {"email": EMAIL, "password": password})


@contextmanager
def broken_posts_table(site: Site) -> Iterator[None]:
    """Rename the table of the posts, which causes internal server errors."""
    url = site.api_environment["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ALTER TABLE blog_post RENAME TO away")
        yield
        database.execute("ALTER TABLE away RENAME TO blog_post")


def log_lines(site: Site, service: str) -> list[dict[str, Any]]:
    """The log lines of a service, each a JSON object."""
    lines = []
    for instance in site.supervisor.of(service):
        for line in site.supervisor.log(instance).read_text().splitlines():
            assert line.startswith("{"), f"{instance.name}: {line}"
            lines.append(json.loads(line))
    return lines


def request_id_of(line: dict[str, Any]) -> str | None:
    """The request id of a line; Caddy logs it as a response header."""
    names: list[str | None] = line.get("resp_headers", {}).get("X-Request-Id", [None])
    return line.get("request_id", names[0])


def lines_of_request(site: Site, service: str, request_id: str) -> list[dict[str, Any]]:
    """The log lines of a service about a request; waits for the line about the response."""
    deadline = time.monotonic() + 10
    while True:
        found = [line for line in log_lines(site, service) if request_id_of(line) == request_id]
        # Only the line about the response has a duration.
        if any(line.keys() & {"milliseconds", "duration"} for line in found):
            return found
        assert time.monotonic() < deadline, f"{service} did not log the response to {request_id}"
        time.sleep(0.1)


def metrics_port(site: Site) -> int:
    return int(site.api_environment["METRICS_PORT"])


def metrics_of(site: Site, service: str) -> list[str]:
    """The metrics of each process of a service."""
    texts = []
    for instance in site.supervisor.of(service):
        connection = http.client.HTTPConnection(instance.address, metrics_port(site), timeout=20)
        with closing(connection):
            connection.request("GET", "/metrics")
            texts.append(connection.getresponse().read().decode())
    return texts


def child_spans(spans: list[Span], span: Span) -> list[Span]:
    return [each for each in spans if each.parent == span.span_id]


def assert_one_trace(collector: Collector, trace_id: str) -> None:
    """The trace is one tree: the page, its API calls, their requests, their queries."""

    def spans() -> list[Span]:
        return [span for span in collector.spans if span.trace_id == trace_id]

    # A page, two calls, two requests, and at least the session query of each.
    collector.wait_for(
        lambda _: (
            {"GET /posts", "GET /api/account/", "GET /api/posts/"}
            <= {each.name for each in spans()}
        )
    )
    (page,) = [span for span in spans() if not span.parent]
    assert (page.service, page.name) == ("latchkey-web", "GET /posts")
    calls = child_spans(spans(), page)
    assert {call.attributes["url.path"] for call in calls} == {"/api/account/", "/api/posts/"}
    for call in calls:
        (request,) = child_spans(spans(), call)
        assert (request.service, request.name) == (
            "latchkey-api",
            f"GET {call.attributes['url.path']}",
        )
        assert {query.kind for query in child_spans(spans(), request)} == {"CLIENT"}


def test_a_request_has_one_id_and_no_secret_in_all_logs(site: Site, collector: Collector) -> None:
    password = site.make_administrator(EMAIL)
    visitor = Visitor(site)
    visitor.request("/api/login-set-cookie/")
    assert visitor.log_in(WRONG).status == 400
    assert visitor.log_in(password).status == 200
    assert len(visitor.cookie_values) == 4, "a session, two tokens and a device"

    forged = {
        "X-Request-ID": "forged-by-a-visitor",
        "Referer": f"{site.origin}/?q={SEARCH}",
        # The log-in limit counts by this address, so a client must not choose it.
        "X-Forwarded-For": "203.0.113.7",
        # A proxy removes the headers that are listed there.
        "Connection": "close, X-Request-Id, X-Forwarded-For",
    }
    page = visitor.request(f"/posts?search={SEARCH}", headers=forged)
    assert page.status == 200
    request_id = page.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id)
    assert re.fullmatch(r"page;dur=\d+, api;dur=\d+", page.headers["Server-Timing"])
    (seen,) = lines_of_request(site, "proxy", request_id)
    assert (seen["request"]["uri"], seen["status"]) == ("/posts", 200)
    (rendered,) = lines_of_request(site, "web", request_id)
    assert (rendered["path"], rendered["status"]) == ("/posts", 200)
    calls = lines_of_request(site, "api", request_id)
    assert {call["path"] for call in calls} == {"/api/account/", "/api/posts/"}
    assert {line["address"] for line in [rendered, *calls]} == {ADDRESS}
    by_browser = visitor.request("/api/account/", headers=forged)
    (called,) = lines_of_request(site, "api", by_browser.headers["X-Request-ID"])
    assert called["address"] == ADDRESS
    assert {call["trace_id"] for call in calls} == {rendered["trace_id"]}
    assert_one_trace(collector, rendered["trace_id"])

    missing = visitor.request("/nothing")
    assert missing.status == 404
    assert lines_of_request(site, "web", missing.headers["X-Request-ID"])[-1]["status"] == 404

    with broken_posts_table(site):
        broken = visitor.request(f"/api/posts/?search={SEARCH}")
        broken_page = visitor.request(f"/posts?search={SEARCH}")
    assert (broken.status, broken_page.status) == (500, 503)
    error, line = lines_of_request(site, "api", broken.headers["X-Request-ID"])
    assert "UndefinedTable" in error["exc_info"]
    assert (line["path"], line["status"]) == ("/api/posts/", 500)
    levels = [
        each["level"] for each in lines_of_request(site, "web", broken_page.headers["X-Request-ID"])
    ]
    assert levels == ["ERROR", "INFO"]

    secrets = {
        "the password": password,
        "a wrong password": WRONG,
        **{f"the cookie {cookie}": cookie for cookie in visitor.cookie_values},
        "SECRET_KEY": site.api_environment["SECRET_KEY"],
        "the database's password": password_of(site.api_environment["DATABASE_URL"]),
        "the password of Redis": password_of(site.api_environment["REDIS_URL"]),
        "a search": SEARCH,
        "the forged request id": "forged-by-a-visitor",
    }
    for file in site.supervisor.folder.glob("*.log"):
        text = file.read_text()
        found = [what for what, secret in secrets.items() if secret in text]
        assert found == [], file.name
    for service in ("proxy", "web", "api"):
        assert log_lines(site, service)
    for service in ("web", "api"):
        for text in metrics_of(site, service):
            assert "http_request_duration_seconds_count{" in text
            assert [what for what, secret in secrets.items() if secret in text] == []
    spans = b"".join(collector.raw)
    assert b"/api/login/" in spans
    assert [what for what, secret in secrets.items() if secret.encode() in spans] == []


def redirected_by_http(site: Site, path: str) -> Any:
    """Send a request over plain HTTP."""
    (proxy,) = site.supervisor.of("proxy")
    port = int(proxy.environment["HTTP_PORT"])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": site.name})
        return connection.getresponse()


def test_a_redirect_is_logged_without_its_query(site: Site) -> None:
    path = f"/posts?search={SEARCH}"
    redirects = [redirected_by_http(site, path), Visitor(site).request(path)]
    assert [answer.status for answer in redirects] == [308, 302]
    logged = []
    for answer in redirects:
        assert SEARCH in answer.headers["Location"]
        (seen,) = lines_of_request(site, "proxy", answer.headers["X-Request-ID"])
        logged += seen["resp_headers"]["Location"]
    assert logged == [f"{site.origin}/posts", "/login"]


def test_redis_requires_its_password(site: Site) -> None:
    url = site.api_environment["REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        assert client.ping()
    with (
        redis.Redis.from_url(url.replace(f":{password_of(url)}@", "")) as anonymous,
        pytest.raises(redis.AuthenticationError),
    ):
        anonymous.ping()
    (server,) = site.supervisor.of("redis")
    arguments = Path(f"/proc/{site.supervisor.pid(server)}/cmdline").read_text()
    assert password_of(url) not in arguments


def test_metrics_cannot_be_read_from_outside(site: Site) -> None:
    for path in ("/metrics", "/api/metrics", "/admin/metrics", "/static/metrics"):
        assert Visitor(site).request(path).status in (302, 404)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", metrics_port(site)), timeout=5).close()


def password_of(url: str) -> str:
    return urlsplit(url).password or ""
