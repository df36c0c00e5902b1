"""What gunicorn runs."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application: WSGIApplication = get_wsgi_application()

# Django imports the views at the first request. That takes long, in every new worker anew, with all
# its threads waiting; done here it is done once, before gunicorn makes workers of this process.
get_resolver().url_patterns  # noqa: B018 (looking imports them)

if settings.METRICS_PORT:
    from monitoring.metrics import mount_metrics

    application = mount_metrics(application, settings.METRICS_PORT)
