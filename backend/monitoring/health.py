"""Health endpoints for supervisors and load balancers: /api/health/live and /api/health/ready.

A middleware, not views: no host check, no session and no throttling applies to them. They are not
part of the API's schema.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac

from monitoring.readiness import MIGRATIONS, failed_checks

LIVE = "/api/health/live"
READY = "/api/health/ready"


class HealthMiddleware:
    """Responds to GET and HEAD of the two health endpoints."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        MIGRATIONS.required  # noqa: B018 (a cached property)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in (LIVE, READY) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = live() if request.path == LIVE else ready()
        response["Cache-Control"] = "no-store"
        return response


def live() -> JsonResponse:
    """Return 200 even without a database: a restart would not help."""
    return JsonResponse({"status": "ok", "deployment": deployment_id()})


def ready() -> JsonResponse:
    """Return 200 when every readiness check passes, else 503 with the names of those that fail."""
    failed = failed_checks()
    if failed:
        body = {"status": "unavailable", "failed": failed}
        return JsonResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


def deployment_id() -> str:
    """An identifier that all processes with the same SECRET_KEY share, and that does not reveal it.

    `manage.py doctor` compares it to find out whether two addresses lead to the same API.
    """
    return salted_hmac("health.deployment", "", algorithm="sha256").hexdigest()[:12]
