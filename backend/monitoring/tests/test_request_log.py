"""One request, one name: in every line of the log about it, and on its answer."""

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
    """What the handlers of a configuration have written."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def of(self, logger: str) -> dict[str, Any]:
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
def usual_log() -> Iterator[None]:
    yield
    dictConfig(settings.LOGGING)


@pytest.fixture
def log() -> Log:
    return capture("json")


def test_a_request_is_one_line_with_its_name_and_without_its_query(
    as_alice: Browser, log: Log
) -> None:
    response = as_alice.get(
        "/api/account/?search=secret",
        headers={"X-Request-ID": "edge-1234_abcd", "traceparent": TRACEPARENT},
        REMOTE_ADDR="127.0.0.1",
        HTTP_X_FORWARDED_FOR="203.0.113.9",
    )
    (line,) = log.records
    assert re.fullmatch(r"[\d-]{10}T[\d:.]+\+00:00", line.pop("time"))
    taken = line.pop("milliseconds")
    assert line == {
        "level": "INFO",
        "logger": "request",
        "message": f"GET /api/account/ 200 {taken}ms",
        "request_id": "edge-1234_abcd",
        "trace_id": TRACE_ID,
        "method": "GET",
        "path": "/api/account/",
        "status": 200,
        "address": "203.0.113.9",
    }
    assert response.headers["X-Request-ID"] == "edge-1234_abcd"
    assert "secret" not in log.stream.getvalue()


@pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
def test_that_all_is_well_is_no_line_and_that_something_fails_is_one(
    nobody: Browser, log: Log, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert nobody.get(path).status_code == 200
    assert log.lines == []

    monkeypatch.setattr("monitoring.health.failed_checks", lambda: ["database"])
    assert nobody.get("/api/health/ready").status_code == 503
    (line,) = log.records
    assert (line["path"], line["status"]) == ("/api/health/ready", 503)


@pytest.mark.parametrize(
    ("request_id", "traceparent"),
    [
        ("", ""),
        ("short", "rubbish"),
        ("x" * 65, TRACEPARENT.upper()),
        ("<script>", TRACEPARENT + "-extra"),
        ("ünicode-name", f"00-{'0' * 32}-00f067aa0ba902b7-01"),
        ("a line\nof a log", f"ff-{TRACE_ID}-00f067aa0ba902b7-01"),
    ],
)
def test_a_name_that_is_malformed_or_missing_is_replaced(
    nobody: Browser, log: Log, request_id: str, traceparent: str
) -> None:
    headers = {"X-Request-ID": request_id, "traceparent": traceparent}
    names = {nobody.get("/api/account/", headers=headers).headers["X-Request-ID"] for _ in "12"}
    assert len(names) == 2
    for line in log.records:
        assert NEW_REQUEST_ID.fullmatch(line["request_id"])
        assert line["request_id"] in names
        assert re.fullmatch(r"[0-9a-f]{32}", line["trace_id"])
        assert line["trace_id"] != TRACE_ID


def test_every_line_says_which_request_it_is_about_and_none_whom_it_came_from(
    as_alice: Browser, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        logging.getLogger("some.library").warning("odd")
        raise ValueError("broken")

    monkeypatch.setattr(AccountView, "get", fail)
    response = as_alice.get("/api/account/?q=secret")
    assert response.status_code == 500
    assert {line["request_id"] for line in log.records} == {response.headers["X-Request-ID"]}
    assert log.of("some.library")["message"] == "odd"
    error = log.of("django.request")
    assert error["level"] == "ERROR"
    assert "ValueError: broken" in error["exc_info"]
    assert log.of("request")["status"] == 500
    text = log.stream.getvalue()
    assert "secret" not in text
    assert as_alice.cookie("sessionid") not in text


def test_what_django_says_after_all_is_done_has_the_name_too(
    nobody: Browser, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitoring.health.live", lambda: answer_of(500))
    response = nobody.get("/api/health/live")
    assert log.of("django.request")["request_id"] == response.headers["X-Request-ID"]


def answer_of(status: int) -> Any:
    return HttpResponse(status=status)


def test_outside_of_requests_there_is_no_name(nobody: Browser, log: Log) -> None:
    nobody.get("/api/account/")
    logging.getLogger("some.library").warning("odd")
    assert log.of("some.library")["request_id"] is None
    assert log.of("some.library")["trace_id"] is None


@pytest.mark.parametrize("path", ["/api/a%0aGET /api/b/ 200 1ms", "/api/%c3%a9/%1b[2J"])
def test_no_path_can_pass_for_a_line_of_its_own(nobody: Browser, path: str) -> None:
    log = capture("plain")
    nobody.get(path)
    (line,) = log.lines
    assert line.isascii()
    assert line.isprintable()
    assert line.startswith("GET /api/")


def test_people_read_shorter_lines(nobody: Browser) -> None:
    log = capture("plain")
    response = nobody.get("/api/account/?q=secret")
    logging.getLogger("some.library").warning("odd")
    first, second = log.lines
    assert re.fullmatch(r"GET /api/account/ 403 \d+ms", first)
    assert second == "WARNING some.library: odd [None]"
    assert NEW_REQUEST_ID.fullmatch(response.headers["X-Request-ID"])


@pytest.mark.parametrize("path", ["/api/account/", "/api/nothing", "/admin/login/", "/nothing"])
def test_every_answer_tells_its_time(as_alice: Browser, path: str) -> None:
    timing = as_alice.get(path).headers["Server-Timing"]
    assert re.fullmatch(r"api;dur=\d+, db;dur=\d+", timing)


def test_the_time_of_the_database_is_part_of_the_whole(
    as_alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*args: object) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(SLOW[connection.vendor])
        return answer_of(200)

    monkeypatch.setattr(AccountView, "get", ask)
    timing = as_alice.get("/api/account/").headers["Server-Timing"]
    total, database = map(int, re.findall(r"dur=(\d+)", timing))
    assert total >= database >= 10


SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
    " SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(0.02)",
}


def test_logging_in_leaves_no_secret_in_the_log(nobody: Browser, alice: Any, log: Log) -> None:
    assert nobody.log_in("alice@example.com", PASSWORD + "-wrong").status_code == 400
    assert nobody.log_in("alice@example.com").status_code == 200
    requests = [line for line in log.records if line["logger"] == "request"]
    assert [line["status"] for line in requests] == [200, 400, 200]
    text = log.stream.getvalue()
    secrets = (PASSWORD, nobody.cookie("sessionid"), nobody.token, settings.SECRET_KEY)
    for secret in secrets:
        assert secret
        assert secret not in text


def test_log_ins_and_log_outs_name_the_account_by_its_id_and_never_by_its_address(
    nobody: Browser, as_bob: Browser, alice: User, settings: Settings, log: Log
) -> None:
    settings.LOGIN_RATES = {**settings.LOGIN_RATES, "login_network": (2, 60)}
    answers = [
        nobody.log_in("stranger@example.com"),
        nobody.log_in("alice@example.com", "wrong"),
        nobody.log_in("alice@example.com"),
        nobody.log_in("stranger@example.com"),
        nobody.log_in("alice@example.com", REMOTE_ADDR="203.0.113.9"),
        nobody.post_json("/api/logout/"),
        # There is nobody to log out any more.
        nobody.post_json("/api/logout/"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 429, 429, 200, 204, 204]
    fields = ("level", "event", "outcome", "account", "request_id")
    lines = [record for record in log.records if record["logger"] == "accounts.login"]
    assert [tuple(line[field] for field in fields) for line in lines] == [
        ("INFO", *event, answer.headers["X-Request-ID"])
        for event, answer in zip(
            [
                ("login", "failure", None),
                ("login", "failure", alice.pk),
                ("login", "rate_limited", alice.pk),
                ("login", "rate_limited", None),
                ("login", "success", alice.pk),
                ("logout", "success", alice.pk),
            ],
            answers,
            strict=False,
        )
    ]
    assert lines[1]["message"] == f"login failure, account {alice.pk}"
    assert "example.com" not in log.stream.getvalue()
