"""The Idempotency-Key header: a repeated request creates nothing twice."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from rest_framework.exceptions import APIException
from rest_framework.request import Request


class IdempotencyKeyRequired(APIException):
    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "Send a UUID of your own making in the Idempotency-Key header."
    default_code = "idempotency_key_required"


class AlreadyCreated(APIException):
    """The key was used with other content; `current` is what it created."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "This has been created already, with another content."
    default_code = "already_created"

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.extra = {"current": current}


def idempotency_key(request: Request) -> UUID:
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError as error:
        raise IdempotencyKeyRequired from error
