"""gunicorn's configuration: https://docs.gunicorn.org/en/stable/settings.html"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.environment import read_server_environment
from gunicorn_server.worker import block_signals


def socket_address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def temporary_folder() -> str:
    """Create a folder that this process, and none of its forks, deletes at exit."""
    folder, creator = tempfile.mkdtemp(prefix="latchkey-metrics-"), os.getpid()

    def remove() -> None:
        if os.getpid() == creator:
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

# Metrics have a port of their own, which no proxy leads to. Each worker counts in files of this
# folder.
if environment.metrics_port:
    bind.append(socket_address(environment.metrics_host, environment.metrics_port))
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=temporary_folder())

# Longer than Node, which closes idle connections after 4 seconds: if gunicorn closed first, it
# could do so while Node sends a request.
keepalive = 30
timeout = 30
# No request takes longer.
graceful_timeout = timeout

# In bytes, as many as Node accepts. Visitors may have large cookies of other sites on the domain.
limit_request_field_size = 16_384

# Read the settings once, and fail before any worker starts. Importing the application opens no
# database connection that the forks would share.
preload_app = True

# session_auth/proxy_headers.py decides which proxies to trust.
forwarded_allow_ips = ""

# No socket for remote control in the home directory.
control_socket_disable = True


def on_starting(server: object) -> None:
    from doctor.startup import check_before_start

    check_before_start()


def pre_fork(server: object, worker: object) -> None:
    block_signals()


def post_fork(server: object, worker: object) -> None:
    from django.conf import settings

    if settings.TRACES:
        from monitoring.trace_exporter import start_exporter

        start_exporter()


# Warnings and errors only. Django logs the requests, with the visitor's address and the request id.
logger_class = "gunicorn_server.logger.Logger"
loglevel = "warning"
errorlog = "-"
accesslog = None
