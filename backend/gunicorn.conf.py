"""How gunicorn serves the API."""

import os
import sys
from pathlib import Path


def number(name: str, text: str, limits: range) -> int:
    """Read a number, or end the process with what is wrong with it."""
    try:
        value: int | None = int(text)
    except ValueError:
        value = None
    if value is None or value not in limits:
        sys.exit(
            f"Latchkey cannot start: {name} cannot be {text!r}. "
            f"Set it to a number from {limits[0]} to {limits[-1]}."
        )
    return value


wsgi_app = "config.wsgi:application"
chdir = str(Path(__file__).resolve().parent)

# Loopback only: what faces the public (Nuxt, or a reverse proxy) runs beside it.
port = number("API_PORT", os.environ.get("API_PORT") or "8000", range(1, 65536))
bind = f"127.0.0.1:{port}"

# gunicorn itself would start with none at all, and answer nobody.
workers = number("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY") or "2", range(1, 1001))
worker_class = "gthread"
threads = 4

# Node drops an idle connection after 4 seconds. We wait longer, so that it is always Node who
# hangs up, and never we, just as it sends its next request.
keepalive = 30
timeout = 30
graceful_timeout = 10

# Settings are read, and a mistake in them reported, once and before any worker starts.
# No database connection is opened by importing the application, so none is shared by the fork.
preload_app = True

# Who is behind a proxy is decided in one place: config/forwarded.py.
forwarded_allow_ips = ""

# Otherwise gunicorn opens a socket for remote control in the home directory.
control_socket_disable = True

loglevel = "warning"
errorlog = "-"
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)sms"
