"""The exception handler of Django REST Framework: one JSON format for every error of a view.

{"type": "client_error", "errors": [{"code": "not_found", "detail": "…", "attr": null}]}
"""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from drf_standardized_errors.handler import ExceptionHandler as StandardExceptionHandler
from rest_framework.exceptions import APIException, ParseError, Throttled
from rest_framework.response import Response

from session_auth.conf import session_auth_settings
from session_auth.exceptions import CsrfFailed, RequestTooLarge, TooManyRequests

# Django's exceptions for malformed requests.
UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


class ExceptionHandler(StandardExceptionHandler):
    """drf-standardized-errors, with Django's errors about requests and the project's own."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, RequestDataTooBig):
            return RequestTooLarge()
        if isinstance(exc, UNREADABLE):
            return ParseError("The request cannot be read.")
        if isinstance(exc, Throttled) and not isinstance(exc, TooManyRequests):
            return TooManyRequests(getattr(exc, "wait", None) or 1)
        return session_auth_settings.convert_exception(exc) or super().convert_known_exceptions(exc)

    def get_response(self, exc: APIException, data: dict[str, object]) -> Response:
        request = self.context["request"]
        if isinstance(exc, CsrfFailed) and request is not None:
            # Makes the middleware set the cookie, with the current token or a new one.
            get_token(request._request)
        # A conflict carries the current state of the object.
        return super().get_response(exc, {**data, **getattr(exc, "extra", {})})
