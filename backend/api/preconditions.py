"""Optimistic locking: a version as ETag, and If-Match on every change (RFC 9110, section 13.1.1).

A change names its base version. If there is a newer version, the change is refused with both.
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
    """Carries the current and the submitted version."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "There is a newer version than the one that you started from."
    default_code = "version_conflict"

    def __init__(self, current: Any, submitted: Any) -> None:
        super().__init__()
        self.extra = {"current": current, "submitted": submitted}


def etag(version: int) -> str:
    return f'"{version}"'


def expected_etags(request: Request) -> set[str]:
    """Read If-Match. Raises PreconditionRequired.

    A star, for any version, is refused: it would overwrite without notice.
    """
    # Proxies that compress responses mark their ETag as weak. The version is the same.
    etags = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-Match", ""))}
    if not etags - {"*"}:
        raise PreconditionRequired
    return etags
