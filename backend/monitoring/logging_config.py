"""What is logged, where to and in which form; the same for Django, gunicorn and every command."""

import logging
from http import HTTPStatus
from typing import Any, Literal

from pythonjsonlogger.core import RESERVED_ATTRS

LogFormat = Literal["json", "plain"]

FORMATTERS: dict[LogFormat, dict[str, Any]] = {
    "json": {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "message", "request_id", "trace_id"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
        # Django hands its requests over, and their text is the address with the query.
        "reserved_attrs": [*RESERVED_ATTRS, "request", "server_time"],
    },
    "plain": {"format": "%(levelname)s %(name)s: %(message)s [%(request_id)s]"},
}


class Unexplained(logging.Filter):
    """Leaves out Django's own line about a 503: whoever answers so has said why."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


def logging_config(log_format: LogFormat) -> dict[str, Any]:
    """For `dictConfig`: warnings and errors to stderr, requests and log-ins to stdout."""
    line = FORMATTERS["json"] if log_format == "json" else {"format": "%(message)s"}
    events = {"handlers": ["stdout"], "level": "INFO", "propagate": False}
    errors = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "trace": {"()": "monitoring.trace_context.TraceFilter"},
            "unexplained": {"()": "monitoring.logging_config.Unexplained"},
        },
        "formatters": {"record": FORMATTERS[log_format], "line": line},
        "handlers": {
            "stderr": handler("record", "ext://sys.stderr"),
            "stdout": handler("line", "ext://sys.stdout"),
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": errors,
            # The line per request tells of every 4xx already.
            "django.request": {"level": "ERROR", "filters": ["unexplained"]},
            "gunicorn.error": errors,
            "request": events,
            "accounts.login": events,
        },
    }


def handler(formatter: str, stream: str) -> dict[str, Any]:
    return {
        "class": "logging.StreamHandler",
        "filters": ["trace"],
        "formatter": formatter,
        "stream": stream,
    }
