"""The WSGI application as gunicorn imports it before it forks."""

import json
import os
import subprocess
import sys

import pytest

from gunicorn_server.tests.running_server import BACKEND

FIRST_REQUEST = """
import io, json, sys
from config.wsgi import application
from django.db import connections

connected = [each.alias for each in connections.all() if each.connection is not None]
before = set(sys.modules)
statuses = []
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/api/account/", "SERVER_NAME": "localhost",
    "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1",
}
b"".join(application(environ, lambda status, headers, error=None: statuses.append(status)))
print(json.dumps([statuses, sorted(set(sys.modules) - before), connected, list(sys.modules)]))
"""


@pytest.mark.slow
def test_import() -> None:
    """It imports all views, nothing of metrics and traces, and opens no database connection."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OTEL_", "METRICS_"))
    }
    process = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-c", FIRST_REQUEST],
        cwd=BACKEND,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    statuses, imported_late, connected, modules = json.loads(process.stdout.splitlines()[-1])
    assert statuses == ["403 Forbidden"]
    assert [name for name in imported_late if name.endswith((".urls", ".views"))] == []
    # The workers would share it.
    assert connected == []
    packages = {name.partition(".")[0] for name in modules}
    assert "rest_framework" in packages
    assert packages & {"opentelemetry", "prometheus_client", "google"} == set()
    assert {"monitoring.metrics", "monitoring.tracing"} & set(modules) == set()
