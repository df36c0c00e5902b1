"""Answers whoever starts, watches and balances the processes.

Here and not in a view: no host is checked, no session looked at, no failure counted. For the same
reason it is not in the API's schema, which is for those who use the API.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from health.checks import MIGRATIONS, failed
from health.deployment import deployment

LIVE = "/api/health/live"
READY = "/api/health/ready"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        MIGRATIONS.ours  # noqa: B018 (looking reads them)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in (LIVE, READY) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = live() if request.path == LIVE else ready()
        response["Cache-Control"] = "no-store"
        return response


def live() -> JsonResponse:
    """This process answers. A database that is lost does not come back by its restart."""
    return JsonResponse({"status": "ok", "deployment": deployment()})


def ready() -> JsonResponse:
    """This process can do its work; if not, what fails, and to the log why."""
    failures = failed()
    if failures:
        body = {"status": "unavailable", "failed": failures}
        return JsonResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})
