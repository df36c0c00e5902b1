"""How the endpoints describe themselves in the OpenAPI schema.

A view describes its success; what can go wrong follows from what it is, and is written here once.
"""

from http import HTTPStatus
from typing import Any

from django.db.models import TextChoices
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.utils import Direction, OpenApiResponse
from rest_framework import serializers

from session_auth.schema import SAFE_METHODS, is_public

DESCRIPTIONS = {
    HTTPStatus.BAD_REQUEST: "The request is malformed, or says what cannot be.",
    HTTPStatus.FORBIDDEN: "`not_authenticated`, `csrf_failed`, `ambiguous_cookie` or not allowed.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or none that you may see.",
    HTTPStatus.NOT_ACCEPTABLE: "The answer would be JSON, which the Accept header excludes.",
    HTTPStatus.CONFLICT: "`already_created`: the key has been used for something else.",
    HTTPStatus.PRECONDITION_FAILED: "`version_conflict`: there is a newer version.",
    HTTPStatus.PRECONDITION_REQUIRED: "The If-Match header is missing.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The request is not JSON.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much at once. Retry-After says when to try again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Our fault.",
}


class ErrorType(TextChoices):
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    VALIDATION_ERROR = "validation_error"


class ErrorItemSerializer(serializers.Serializer[None]):
    """One thing that is wrong."""

    code = serializers.CharField(help_text="What went wrong, for programs.")
    detail = serializers.CharField(help_text="What went wrong, for people.")
    attr = serializers.CharField(allow_null=True, help_text="The field that it is about, if any.")


class ErrorSerializer(serializers.Serializer[None]):
    """The one shape of every error."""

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
            # drf-spectacular has no types for what its schema classes are made to be built on.
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
        if self._is_list_view():
            # The page and its size.
            statuses |= {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
        return statuses

    def get_auth(self) -> list[dict[str, Any]]:
        requirements: list[dict[str, Any]] = super().get_auth()
        if self.method in SAFE_METHODS:
            return requirements
        # drf-spectacular takes "for everyone" to mean "with no credentials at all".
        return [requirement for requirement in requirements if requirement]
