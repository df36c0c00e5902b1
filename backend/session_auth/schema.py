"""How the session appears in the OpenAPI schema, for drf-spectacular."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import AllowAny

SAFE_METHODS = ("GET", "HEAD")

RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[429],
    required=True,
    description="Seconds until the next attempt is allowed.",
)


def sets_cookies(status_code: int, description: str) -> OpenApiParameter:
    """Describe the Set-Cookie header of a response."""
    return OpenApiParameter(
        "Set-Cookie",
        str,
        OpenApiParameter.HEADER,
        response=[status_code],
        required=True,
        description=description,
    )


def is_public(view: Any) -> bool:
    return any(isinstance(permission, AllowAny) for permission in view.get_permissions())


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "session_auth.authentication.SessionAuthentication"
    name = ["session", "csrf"]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        return [
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            {
                "type": "apiKey",
                "in": "header",
                "name": "X-CSRFToken",
                "description": f"The value of the {settings.CSRF_COOKIE_NAME} cookie.",
            },
        ]

    def get_security_requirement(
        self, auto_schema: AutoSchema
    ) -> dict[str, list[Any]] | list[dict[str, list[Any]]]:
        requirement: dict[str, list[Any]] = {}
        if not is_public(auto_schema.view):
            requirement["session"] = []
        if auto_schema.method not in SAFE_METHODS:
            requirement["csrf"] = []
        return requirement or []
