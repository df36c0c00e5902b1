"""One JSON shape for every error under /api/, wherever in Django it arises.

{"type": "client_error", "errors": [{"code": "not_found", "detail": "…", "attr": null}]}
"""

import sys
from http import HTTPStatus

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.views import defaults
from drf_standardized_errors.handler import ExceptionHandler as StandardExceptionHandler
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response

from api.authentication import CsrfFailed
from database.errors import RETRY_AFTER, find_connection_error, log_connection_error


class RequestTooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "request_too_large"


class DatabaseUnavailable(APIException):
    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The service is not available at the moment. Please try again."
    default_code = "database_unavailable"
    wait = RETRY_AFTER


# What Django raises when it cannot make sense of a request.
UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


class ExceptionHandler(StandardExceptionHandler):
    """Adds to drf-standardized-errors what it takes for errors of the server."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, RequestDataTooBig):
            return RequestTooLarge()
        if isinstance(exc, UNREADABLE):
            return ParseError("The request cannot be read.")
        if lost := find_connection_error(exc):
            log_connection_error(lost)
            return DatabaseUnavailable()
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: APIException, data: dict[str, object]) -> Response:
        request = self.context["request"]
        if isinstance(exc, CsrfFailed) and request is not None:
            # Has the middleware send the cookie, with the token in use or a new one.
            get_token(request._request)
        # What a conflict has to show besides the error itself.
        return super().get_response(exc, {**data, **getattr(exc, "extra", {})})


# No template: what makes those may ask the database.
PAGE = """<!doctype html>
<html lang="en">
<head><title>{title}</title></head>
<body><h1>{title}</h1><p>{detail}</p></body>
</html>
"""


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def error_response(status: HTTPStatus, code: str, detail: str) -> JsonResponse:
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "client_error"
    error = {"code": code, "detail": detail, "attr": None}
    return JsonResponse({"type": kind, "errors": [error]}, status=status)


def database_unavailable(request: HttpRequest, lost: BaseException) -> HttpResponseBase:
    log_connection_error(lost)
    detail = DatabaseUnavailable.default_detail
    if is_api(request):
        status, code = HTTPStatus.SERVICE_UNAVAILABLE, DatabaseUnavailable.default_code
        response: HttpResponse = error_response(status, code, detail)
    else:
        response = HttpResponse(PAGE.format(title="Service unavailable", detail=detail), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if lost := find_connection_error(exception):
        return database_unavailable(request, lost)
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
    if lost := find_connection_error(sys.exception()):
        return database_unavailable(request, lost)
    if is_api(request):
        return error_response(HTTPStatus.INTERNAL_SERVER_ERROR, "error", "Server Error (500)")
    return defaults.server_error(request)
