"""The application as gunicorn imports it, before it makes workers."""

import json
import subprocess
import sys

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
print(json.dumps([statuses, sorted(set(sys.modules) - before), connected]))
"""


def test_the_first_request_finds_the_views_imported_and_no_database_connected() -> None:
    asked = [sys.executable, "-c", FIRST_REQUEST]
    answer = subprocess.run(  # noqa: S603 (it is ours)
        asked, cwd=BACKEND, capture_output=True, text=True, check=True
    )
    statuses, imported, connected = json.loads(answer.stdout.splitlines()[-1])

    assert statuses == ["403 Forbidden"]
    assert [name for name in imported if name.endswith((".urls", ".views"))] == []
    # A connection would be shared by all workers.
    assert connected == []
