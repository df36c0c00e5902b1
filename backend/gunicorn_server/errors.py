"""gunicorn's responses to malformed requests: JSON and headers as the API's, no input repeated."""

import socket
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from gunicorn import util

from middleware.security_headers import SecurityHeadersMiddleware

TOO_LARGE = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def write_error(client: socket.socket, status: int, reason: str, message: str) -> None:
    """Replaces `gunicorn.util.write_error`."""
    response = add_security_headers(error_response(status))
    response["Connection"], response["Content-Length"] = "close", str(len(response.content))
    status_line = f"HTTP/1.1 {status} {reason}\r\n".encode("latin1")
    util.write_nonblock(client, status_line + response.serialize())


def error_response(status: int) -> HttpResponse:
    """A JSON response in the API's error format, for a status of gunicorn's."""
    kind, code, detail = "client_error", "parse_error", "The request cannot be read."
    if status in TOO_LARGE:
        code, detail = "request_too_large", "The request is too large."
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind, code, detail = "server_error", "error", "A server error occurred."
    errors = [{"code": code, "detail": detail, "attr": None}]
    return JsonResponse({"type": kind, "errors": errors}, headers={"Cache-Control": "no-store"})


def add_security_headers(response: HttpResponse) -> HttpResponse:
    """Add those of every response but HSTS: only the proxy knows whether this is HTTPS."""
    innermost = SecurityHeadersMiddleware(lambda request: response)
    SecurityMiddleware(XFrameOptionsMiddleware(innermost))(HttpRequest())
    return response
