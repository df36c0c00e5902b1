"""Django's LOGGING, which gunicorn uses as well."""

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
        # Django adds the request to records; as text it contains the query string.
        "reserved_attrs": [*RESERVED_ATTRS, "request", "server_time"],
    },
    "plain": {"format": "%(levelname)s %(name)s: %(message)s [%(request_id)s]"},
}


class ServiceUnavailableFilter(logging.Filter):
    """Drops Django's line about a 503: its reason is already logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


def logging_config(log_format: LogFormat) -> dict[str, Any]:
    """A configuration for `dictConfig`: errors to stderr, requests and log-ins to stdout."""
    line = FORMATTERS["json"] if log_format == "json" else {"format": "%(message)s"}
    events = {"handlers": ["stdout"], "level": "INFO", "propagate": False}
    errors = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "trace": {"()": "monitoring.trace_context.TraceFilter"},
            "service_unavailable": {"()": "monitoring.logging_config.ServiceUnavailableFilter"},
        },
        "formatters": {"record": FORMATTERS[log_format], "line": line},
        "handlers": {
            "stderr": handler("record", "ext://sys.stderr"),
            "stdout": handler("line", "ext://sys.stdout"),
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": errors,
            # The request log has every 4xx.
            "django.request": {"level": "ERROR", "filters": ["service_unavailable"]},
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
