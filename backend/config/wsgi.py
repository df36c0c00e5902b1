"""The WSGI application, which gunicorn imports."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application: WSGIApplication = get_wsgi_application()

# Import the views now, once before gunicorn forks, instead of in the first request of each worker.
get_resolver().url_patterns  # noqa: B018 (a cached property)

if settings.METRICS_PORT:
    from monitoring.metrics import mount_metrics

    application = mount_metrics(application, settings.METRICS_PORT)
