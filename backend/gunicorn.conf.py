"""How gunicorn serves the API. Worker processes: WEB_CONCURRENCY, read by gunicorn itself."""

import os
from pathlib import Path

wsgi_app = "config.wsgi:application"
chdir = str(Path(__file__).resolve().parent)

# Loopback only: what faces the public (Nuxt, or a reverse proxy) runs beside it.
bind = f"127.0.0.1:{os.environ.get('API_PORT') or '8000'}"

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
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
