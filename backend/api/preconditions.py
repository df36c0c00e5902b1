"""Changing only what one has seen: versions as ETag, and If-Match on every change.

A change says which version it started from. If somebody has made another one meanwhile, it is
refused with both, and nothing is overwritten unseen.
"""

from http import HTTPStatus
from typing import Any

from django.utils.http import parse_etags
from rest_framework.exceptions import APIException
from rest_framework.request import Request


class PreconditionRequired(APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = "Say in the If-Match header which version you want to change."
    default_code = "precondition_required"


class VersionConflict(APIException):
    """Carries what is there now and what was to be put in its place."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "There is a newer version than the one that you started from."
    default_code = "version_conflict"

    def __init__(self, current: Any, submitted: Any) -> None:
        super().__init__()
        self.extra = {"current": current, "submitted": submitted}


def etag(version: int) -> str:
    return f'"{version}"'


def expected_etags(request: Request) -> set[str]:
    """The versions of which the request wants to change one.

    A star, "whatever there is", would be the silent overwrite that all this is against.
    """
    # A proxy that compresses answers marks their ETag as weak. The version is the same.
    etags = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-Match", ""))}
    if not etags - {"*"}:
        raise PreconditionRequired
    return etags
