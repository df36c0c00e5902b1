"""Check the JSON of a request to allauth's endpoints, within the limits of this API."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType

from api.parsers import JSONParser
from session_auth.exceptions import RequestTooLarge

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class NotAnObject(APIException):
    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "The request is not a JSON object."
    default_code = "parse_error"


def check_json(request: HttpRequest) -> None:
    """Accept an object, or an empty body.

    Raises UnsupportedMediaType, RequestTooLarge, ParseError and NotAnObject.
    """
    if request.method in SAFE_METHODS:
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestTooLarge
    if not request.body:
        return
    if request.content_type != "application/json":
        raise UnsupportedMediaType(request.content_type or "")
    data = JSONParser().parse(BytesIO(request.body), parser_context={"request": request})
    if not isinstance(data, dict):
        raise NotAnObject
    require_characters(data)


def require_characters(data: dict[str, Any]) -> None:
    """Refuse lone surrogates, which a database cannot store. Raises ParseError."""
    for value in data.values():
        if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            raise ParseError("JSON parse error - a text contains half of a character.")
