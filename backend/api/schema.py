"""The OpenAPI schema of the endpoints.

A view describes its successful response. Its errors follow from its permissions, method and path.
"""

from http import HTTPStatus
from typing import Any

from django.db.models import TextChoices
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.utils import Direction, OpenApiResponse
from rest_framework import serializers

from session_auth.schema import SAFE_METHODS, is_public

DESCRIPTIONS = {
    HTTPStatus.BAD_REQUEST: "The request is malformed or invalid.",
    HTTPStatus.FORBIDDEN: "`not_authenticated`, `csrf_failed`, `ambiguous_cookie` or not allowed.",
    HTTPStatus.NOT_FOUND: "Not found, or not visible to you.",
    HTTPStatus.NOT_ACCEPTABLE: "The Accept header excludes JSON.",
    HTTPStatus.CONFLICT: "`already_created`: the key was used with other content.",
    HTTPStatus.PRECONDITION_FAILED: "`version_conflict`: there is a newer version.",
    HTTPStatus.PRECONDITION_REQUIRED: "The If-Match header is missing.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The request is not JSON.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests. Retry-After has the seconds to wait.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "An error of the server.",
}


class ErrorType(TextChoices):
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    VALIDATION_ERROR = "validation_error"


class ErrorItemSerializer(serializers.Serializer[None]):
    """An error."""

    code = serializers.CharField(help_text="The error, for programs.")
    detail = serializers.CharField(help_text="The error, for people.")
    attr = serializers.CharField(allow_null=True, help_text="The field, if any.")


class ErrorSerializer(serializers.Serializer[None]):
    """The shape of every error."""

    type = serializers.ChoiceField(ErrorType.choices)
    # Hides the serializer's own `errors`, which is not used: this class only describes.
    errors = ErrorItemSerializer(many=True)  # type: ignore[assignment]


class AutoSchema(SpectacularAutoSchema):
    def get_tags(self) -> list[str]:
        """Group by application."""
        return [type(self.view).__module__.partition(".")[0]]

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in sorted(self.get_error_statuses()):
            if str(int(status)) in bodies:
                continue
            code, error = str(int(status)), OpenApiResponse(ErrorSerializer, DESCRIPTIONS[status])
            # drf-spectacular's method has no types.
            bodies[code] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                error, code, direction=direction
            )
        return bodies

    def get_error_statuses(self) -> set[HTTPStatus]:
        statuses = {HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.INTERNAL_SERVER_ERROR}
        statuses |= getattr(self.view, "extra_errors", set())
        if not is_public(self.view):
            statuses |= {HTTPStatus.FORBIDDEN}
        if self.method not in SAFE_METHODS:
            statuses |= {
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.FORBIDDEN,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            }
            if self.get_request_serializer() is not None:
                statuses |= {HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
            if self.view.throttle_classes:
                statuses |= {HTTPStatus.TOO_MANY_REQUESTS}
        if "{" in self.path:
            statuses |= {HTTPStatus.NOT_FOUND}
        if self._is_list_view() and getattr(self.view, "pagination_class", None):
            # The page and its size.
            statuses |= {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
        return statuses

    def get_auth(self) -> list[dict[str, Any]]:
        requirements: list[dict[str, Any]] = super().get_auth()
        if self.method in SAFE_METHODS:
            return requirements
        # For AllowAny, drf-spectacular adds the alternative of no credentials, not even CSRF.
        return [requirement for requirement in requirements if requirement]
