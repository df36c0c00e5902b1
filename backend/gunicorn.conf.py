"""How gunicorn serves the API."""

import atexit
import ipaddress
import os
import shutil
import sys
import tempfile
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


def address(name: str, text: str) -> str:
    """Read an address, or end the process with what is wrong with it."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        sys.exit(
            f"Latchkey cannot start: {name} cannot be {text!r}. Set it to the address of one of "
            "this machine's networks, such as '10.0.0.5', or to '0.0.0.0' for all of them."
        )


def socket_address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def temporary_folder() -> str:
    """Make a folder that is gone when this process ends, and not when one of its workers does."""
    folder, maker = tempfile.mkdtemp(prefix="latchkey-metrics-"), os.getpid()

    def remove() -> None:
        if os.getpid() == maker:
            shutil.rmtree(folder)

    atexit.register(remove)
    return folder


wsgi_app = "config.wsgi:application"
chdir = str(Path(__file__).resolve().parent)

# Loopback unless told otherwise: what faces the public (Nuxt, or a reverse proxy) runs beside it.
host = address("API_HOST", os.environ.get("API_HOST") or "127.0.0.1")
port = number("API_PORT", os.environ.get("API_PORT") or "8000", range(1, 65536))
bind = [socket_address(host, port)]

# gunicorn itself would start with none at all, and answer nobody.
workers = number("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY") or "2", range(1, 1001))
worker_class = "config.worker.Worker"
threads = 4

# Where Prometheus may ask, and nobody from outside can: a socket of its own. Each worker counts in
# files of its own, which whoever is asked adds up.
if text := os.environ.get("METRICS_PORT"):
    metrics_host = address("METRICS_HOST", os.environ.get("METRICS_HOST") or "127.0.0.1")
    metrics_port = number("METRICS_PORT", text, range(1, 65536))
    if metrics_port == port:
        sys.exit(
            f"Latchkey cannot start: METRICS_PORT is {text}, and so is API_PORT. Choose another, "
            "so that metrics are not where the API is."
        )
    bind.append(socket_address(metrics_host, metrics_port))
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=temporary_folder())

# Node drops an idle connection after 4 seconds. We wait longer, so that it is always Node who
# hangs up, and never we, just as it sends its next request.
keepalive = 30
timeout = 30
# Who is told to end finishes what has been begun, and that takes no longer than any request may.
graceful_timeout = timeout

# Settings are read, and a mistake in them reported, once and before any worker starts.
# No database connection is opened by importing the application, so none is shared by the fork.
preload_app = True

# Who is behind a proxy is decided in one place: config/forwarded.py.
forwarded_allow_ips = ""

# Otherwise gunicorn opens a socket for remote control in the home directory.
control_socket_disable = True


def on_starting(server: object) -> None:
    """Have a production site looked at first."""
    from doctor.start import examine

    examine()


def post_fork(server: object, worker: object) -> None:
    """Have each worker tell of its requests, if anybody listens."""
    from django.conf import settings

    if settings.TRACES:
        from observability.exporter import start

        start()


# Warnings and errors, in the form that LOG_FORMAT names. The line for each request is Django's: it
# knows the visitor's address and the request's id.
logger_class = "config.gunicorn_log.Logger"
loglevel = "warning"
errorlog = "-"
accesslog = None
