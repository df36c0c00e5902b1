"""How gunicorn serves the API."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.environment import read_server_environment
from gunicorn_server.worker import hold_back_ending


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

environment = read_server_environment()
bind = [socket_address(environment.api_host, environment.api_port)]

workers = environment.web_concurrency
worker_class = "gunicorn_server.worker.Worker"
threads = 4

# Where Prometheus may ask, and nobody from outside can: a socket of its own. Each worker counts in
# files of its own, which whoever is asked adds up.
if environment.metrics_port:
    bind.append(socket_address(environment.metrics_host, environment.metrics_port))
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=temporary_folder())

# Node drops an idle connection after 4 seconds. We wait longer, so that it is always Node who
# hangs up, and never we, just as it sends its next request.
keepalive = 30
timeout = 30
# Who is told to end finishes what has been begun, and that takes no longer than any request may.
graceful_timeout = timeout

# Bytes. Node lets as much through, and what it passes on from there would be answered by a refusal
# that looks like an outage: a visitor's cookies can be large, and not all of them are ours.
limit_request_field_size = 16_384

# Settings are read, and a mistake in them reported, once and before any worker starts.
# No database connection is opened by importing the application, so none is shared by the fork.
preload_app = True

# Who is behind a proxy is decided in one place: session_auth/proxy_headers.py.
forwarded_allow_ips = ""

# Otherwise gunicorn opens a socket for remote control in the home directory.
control_socket_disable = True


def on_starting(server: object) -> None:
    """Have a production site looked at first."""
    from doctor.startup import check_before_start

    check_before_start()


def pre_fork(server: object, worker: object) -> None:
    """Let no worker miss that it shall end, however early that is said."""
    hold_back_ending()


def post_fork(server: object, worker: object) -> None:
    """Have each worker tell of its requests, if anybody listens."""
    from django.conf import settings

    if settings.TRACES:
        from monitoring.trace_exporter import start

        start()


# Warnings and errors, in the form that LOG_FORMAT names. The line for each request is Django's: it
# knows the visitor's address and the request's id.
logger_class = "gunicorn_server.logger.Logger"
loglevel = "warning"
errorlog = "-"
accesslog = None
