"""What gunicorn answers by itself, where it cannot make a request of what it is sent.

As all else that the API says: in its shape, with its headers, and nothing of what was sent.
"""

import socket
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from gunicorn import util

from middleware.security_headers import SecurityHeadersMiddleware

TOO_LARGE = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def refuse(client: socket.socket, status: int, reason: str, message: str) -> None:
    """In place of gunicorn's `write_error`, for which it has no setting."""
    answer = with_headers(refusal(status))
    answer["Connection"], answer["Content-Length"] = "close", str(len(answer.content))
    first_line = f"HTTP/1.1 {status} {reason}\r\n".encode("latin1")
    util.write_nonblock(client, first_line + answer.serialize())  # type: ignore[no-untyped-call]


def refusal(status: int) -> HttpResponse:
    kind, code, detail = "client_error", "parse_error", "The request cannot be read."
    if status in TOO_LARGE:
        code, detail = "request_too_large", "The request is too large."
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind, code, detail = "server_error", "error", "A server error occurred."
    errors = [{"code": code, "detail": detail, "attr": None}]
    return JsonResponse({"type": kind, "errors": errors}, headers={"Cache-Control": "no-store"})


def with_headers(answer: HttpResponse) -> HttpResponse:
    """Those of every answer, but for HSTS: whether this one goes by HTTPS, only the proxy knows."""
    ours = SecurityHeadersMiddleware(lambda request: answer)
    SecurityMiddleware(XFrameOptionsMiddleware(ours))(HttpRequest())
    return answer
