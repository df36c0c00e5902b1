"""Django's error handlers (handler400 …), for errors outside of views.

Under the API's prefix they respond in the format of session_auth/exception_handler.py, otherwise
with a page.
"""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.views import csrf, defaults
from rest_framework.exceptions import APIException

from session_auth.conf import session_auth_settings
from session_auth.exceptions import CsrfFailed

# No template: its context processors may ask the database.
PAGE = """<!doctype html>
<html lang="en">
<head><title>{title}</title></head>
<body><h1>{title}</h1><p>{detail}</p></body>
</html>
"""


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(session_auth_settings.api_prefix)


def error_response(status: HTTPStatus, code: str, detail: str) -> JsonResponse:
    """Return the JSON response for one error."""
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "client_error"
    error = {"code": code, "detail": detail, "attr": None}
    return JsonResponse({"type": kind, "errors": [error]}, status=status)


def converted(request: HttpRequest, error: BaseException | None) -> HttpResponseBase | None:
    """Respond to an exception that SESSION_AUTH["CONVERT_EXCEPTION"] converts; else None."""
    exception = session_auth_settings.convert_exception(error) if error is not None else None
    return api_exception(request, exception) if exception is not None else None


def api_exception(request: HttpRequest, exception: APIException) -> HttpResponse:
    status, detail = HTTPStatus(exception.status_code), str(exception.detail)
    response: HttpResponse
    if is_api(request):
        response = error_response(status, str(exception.get_codes()), detail)
    else:
        page = PAGE.format(title=status.phrase.capitalize(), detail=detail)
        response = HttpResponse(page, status=status)
    if wait := getattr(exception, "wait", None):
        response["Retry-After"] = str(wait)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if response := converted(request, exception):
        return response
    if is_api(request):
        return error_response(HTTPStatus.BAD_REQUEST, "bad_request", "The request is malformed.")
    return defaults.bad_request(request, exception)


def disallowed_host(request: HttpRequest) -> HttpResponseBase:
    """Refuse a host or port that is not the site's."""
    detail = "The request names a host or a port that this site does not have."
    if is_api(request):
        return error_response(HTTPStatus.BAD_REQUEST, "disallowed_host", detail)
    page = PAGE.format(title="Bad request", detail=detail)
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(page, status=HTTPStatus.BAD_REQUEST, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer what Django's CSRF middleware refuses, with a fresh cookie: CSRF_FAILURE_VIEW."""
    if is_api(request):
        get_token(request)
        return api_exception(request, CsrfFailed(f"CSRF check failed: {reason}"))
    return csrf.csrf_failure(request, reason)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if is_api(request):
        detail = "You do not have permission to perform this action."
        return error_response(HTTPStatus.FORBIDDEN, "permission_denied", detail)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if is_api(request):
        return error_response(HTTPStatus.NOT_FOUND, "not_found", "Not found.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    if response := converted(request, sys.exception()):
        return response
    if is_api(request):
        return error_response(HTTPStatus.INTERNAL_SERVER_ERROR, "error", "Server Error (500)")
    return defaults.server_error(request)
