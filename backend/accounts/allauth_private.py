"""Names of django-allauth that are private to it, all in one place.

An update of allauth may change them: tests/test_allauth_private.py holds each to what this
application expects of it, and the version is pinned in requirements/api.in.
"""

from typing import Any

from allauth.account.internal.flows.email_verification import verify_email
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.password_reset import (
    finalize_password_reset as finish_password_reset,
)
from allauth.headless.internal.restkit.response import APIResponse
from allauth.headless.spec.internal import schema

__all__ = [
    "APIResponse",
    "describe_requests",
    "finish_password_reset",
    "perform_password_login",
    "verify_email",
]


def describe_requests(spec: dict[str, Any]) -> None:
    """Fit allauth's OpenAPI description to the settings: clients, fields of the sign-up, user."""
    schema.specify_user(spec)
    schema.pin_client(spec)
    schema.drop_unused_client_parameter(spec)
    schema.drop_unused_paths(spec)
    schema.specify_signup_fields(spec)
    schema.specify_custom_signup_form(spec)
