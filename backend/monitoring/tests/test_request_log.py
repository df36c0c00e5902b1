"""The log line of each request, and the ids of all log records."""

import io
import json
import logging
import re
from collections.abc import Iterator
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from pytest_django import Settings

from accounts.models import User
from conftest import PASSWORD, Browser
from monitoring.logging_config import logging_config
from session_auth.views import AccountView

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"
NEW_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Log:
    """The output of all handlers of a logging configuration."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def find(self, logger: str) -> dict[str, Any]:
        (record,) = [record for record in self.records if record["logger"] == logger]
        return record


def capture(log_format: Any) -> Log:
    log = Log()
    config = logging_config(log_format)
    for handler in config["handlers"].values():
        handler["stream"] = log.stream
    dictConfig(config)
    return log


@pytest.fixture(autouse=True)
def restore_logging() -> Iterator[None]:
    yield
    dictConfig(settings.LOGGING)


@pytest.fixture
def log() -> Log:
    return capture("json")


def test_request_line(as_alice: Browser, log: Log) -> None:
    """It has the caller's ids, and no query string."""
    response = as_alice.get(
        "/api/account/?search=secret",
        headers={"X-Request-ID": "edge-1234_abcd", "traceparent": TRACEPARENT},
        REMOTE_ADDR="127.0.0.1",
        HTTP_X_FORWARDED_FOR="203.0.113.9",
    )
    (line,) = log.records
    assert re.fullmatch(r"[\d-]{10}T[\d:.]+\+00:00", line.pop("time"))
    duration = line.pop("milliseconds")
    assert line == {
        "level": "INFO",
        "logger": "request",
        "message": f"GET /api/account/ 200 {duration}ms",
        "request_id": "edge-1234_abcd",
        "trace_id": TRACE_ID,
        "method": "GET",
        "path": "/api/account/",
        "status": 200,
        "address": "203.0.113.9",
    }
    assert response.headers["X-Request-ID"] == "edge-1234_abcd"
    assert "secret" not in log.stream.getvalue()


def test_health_checks(anonymous: Browser, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only failed ones are logged."""
    monkeypatch.setattr("monitoring.health.failed_checks", list)
    for path in ("/api/health/live", "/api/health/ready"):
        assert anonymous.get(path).status_code == 200
    assert log.lines == []

    monkeypatch.setattr("monitoring.health.failed_checks", lambda: ["database"])
    assert anonymous.get("/api/health/ready").status_code == 503
    (line,) = log.records
    assert (line["path"], line["status"]) == ("/api/health/ready", 503)


def test_malformed_ids(anonymous: Browser, log: Log) -> None:
    """They are replaced by new ones, as missing ones are."""
    request_ids = set()
    for request_id, traceparent in (
        ("", ""),
        ("short", "rubbish"),
        ("x" * 65, TRACEPARENT.upper()),
        ("<script>", TRACEPARENT + "-extra"),
        ("ünicode-name", f"00-{'0' * 32}-00f067aa0ba902b7-01"),
        ("a line\nof a log", f"ff-{TRACE_ID}-00f067aa0ba902b7-01"),
    ):
        headers = {"X-Request-ID": request_id, "traceparent": traceparent}
        for _ in range(2):
            response = anonymous.get("/api/account/", headers=headers)
            request_ids.add(response.headers["X-Request-ID"])
    assert len(request_ids) == 12
    assert {line["request_id"] for line in log.records} == request_ids
    for line in log.records:
        assert NEW_REQUEST_ID.fullmatch(line["request_id"])
        assert re.fullmatch(r"[0-9a-f]{32}", line["trace_id"])
        assert line["trace_id"] != TRACE_ID


def test_all_records_of_a_request(
    as_alice: Browser, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have its id, and no personal data."""

    def fail(*args: object) -> None:
        logging.getLogger("some.library").warning("odd")
        raise ValueError("broken")

    monkeypatch.setattr(AccountView, "get", fail)
    response = as_alice.get("/api/account/?q=secret")
    assert response.status_code == 500
    assert {line["request_id"] for line in log.records} == {response.headers["X-Request-ID"]}
    assert log.find("some.library")["message"] == "odd"
    error = log.find("django.request")
    assert error["level"] == "ERROR"
    assert "ValueError: broken" in error["exc_info"]
    assert log.find("request")["status"] == 500
    text = log.stream.getvalue()
    assert "secret" not in text
    assert as_alice.cookie("sessionid") not in text


def test_records_after_the_middleware(
    anonymous: Browser, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django logs an error response after all middleware."""
    monkeypatch.setattr("monitoring.health.live", lambda: HttpResponse(status=500))
    response = anonymous.get("/api/health/live")
    assert log.find("django.request")["request_id"] == response.headers["X-Request-ID"]


def test_records_outside_of_requests(anonymous: Browser, log: Log) -> None:
    anonymous.get("/api/account/")
    logging.getLogger("some.library").warning("odd")
    assert log.find("some.library")["request_id"] is None
    assert log.find("some.library")["trace_id"] is None


def test_forged_lines(anonymous: Browser) -> None:
    """A path cannot contain a line break or control characters."""
    for path in ("/api/a%0aGET /api/b/ 200 1ms", "/api/%c3%a9/%1b[2J"):
        log = capture("plain")
        anonymous.get(path)
        (line,) = log.lines
        assert line.isascii()
        assert line.isprintable()
        assert line.startswith("GET /api/")


def test_plain_format(anonymous: Browser) -> None:
    log = capture("plain")
    response = anonymous.get("/api/account/?q=secret")
    logging.getLogger("some.library").warning("odd")
    first, second = log.lines
    assert re.fullmatch(r"GET /api/account/ 403 \d+ms", first)
    assert second == "WARNING some.library: odd [None]"
    assert NEW_REQUEST_ID.fullmatch(response.headers["X-Request-ID"])


def test_server_timing(as_alice: Browser) -> None:
    for path in ("/api/account/", "/api/nothing", "/admin/login/", "/nothing"):
        timing = as_alice.get(path).headers["Server-Timing"]
        assert re.fullmatch(r"api;dur=\d+, db;dur=\d+", timing)


SLOW_QUERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
    " SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(0.02)",
}


@pytest.mark.each_database
def test_query_time(as_alice: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is part of the total."""

    def query(*args: object) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(SLOW_QUERIES[connection.vendor])
        return HttpResponse()

    monkeypatch.setattr(AccountView, "get", query)
    timing = as_alice.get("/api/account/").headers["Server-Timing"]
    total, database = map(int, re.findall(r"dur=(\d+)", timing))
    assert total >= database >= 10


def test_no_secrets(anonymous: Browser, alice: Any, log: Log) -> None:
    assert anonymous.log_in("alice@example.com", PASSWORD + "-wrong").status_code == 400
    assert anonymous.log_in("alice@example.com").status_code == 200
    requests = [line for line in log.records if line["logger"] == "request"]
    assert [line["status"] for line in requests] == [200, 400, 200]
    text = log.stream.getvalue()
    secrets = (PASSWORD, anonymous.cookie("sessionid"), anonymous.token, settings.SECRET_KEY)
    for secret in secrets:
        assert secret
        assert secret not in text


def test_login_and_logout(
    anonymous: Browser, as_bob: Browser, alice: User, settings: Settings, log: Log
) -> None:
    """They are logged with the account's id, never with its e-mail address."""
    settings.LOGIN_RATES = {**settings.LOGIN_RATES, "login_network": (2, 60)}
    responses = [
        anonymous.log_in("unknown@example.com"),
        anonymous.log_in("alice@example.com", "wrong"),
        anonymous.log_in("alice@example.com"),
        anonymous.log_in("unknown@example.com"),
        anonymous.log_in("alice@example.com", REMOTE_ADDR="203.0.113.9"),
        anonymous.post_json("/api/logout/"),
        # Logged out already, so this is not logged.
        anonymous.post_json("/api/logout/"),
    ]
    assert [response.status_code for response in responses] == [400, 400, 429, 429, 200, 204, 204]
    fields = ("level", "event", "outcome", "account", "request_id")
    lines = [record for record in log.records if record["logger"] == "accounts.login"]
    assert [tuple(line[field] for field in fields) for line in lines] == [
        ("INFO", *event, response.headers["X-Request-ID"])
        for event, response in zip(
            [
                ("login", "failure", None),
                ("login", "failure", alice.pk),
                ("login", "rate_limited", alice.pk),
                ("login", "rate_limited", None),
                ("login", "success", alice.pk),
                ("logout", "success", alice.pk),
            ],
            responses,
            strict=False,
        )
    ]
    assert lines[1]["message"] == f"login failure, account {alice.pk}"
    assert "example.com" not in log.stream.getvalue()
