"""Turn allauth's answers into those of this API.

| allauth | here |
| --- | --- |
| 200 | 200 `{"account": {...}, "pending": []}`; `account` is null for a visitor |
| 401 with steps that wait | 202 `{"account": null, "pending": ["verify_email"]}` |
| 401 for a user who has to confirm it is them | 403 `reauthentication_required` |
| 401 after a reset, which starts no session | 200 |
| 401 otherwise | 403 `not_authenticated` |
| 400 | 400 with an error per field, in the shape of every other endpoint |
| 403 | `signup_closed`, `permission_denied` |
| 409 | `wrong_step` |
"""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework.exceptions import NotAuthenticated

from accounts.models import User
from session_auth.conf import session_auth_settings
from session_auth.error_views import error_response

WRONG_STEP = "This step is over, or belongs to another browser. Please begin again."
SIGNUP_CLOSED = "Sign-up is closed on this site. Please ask its owner for an account."
REAUTHENTICATE = "Please enter your password again to continue."


def convert_response(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Convert an answer of allauth's. Its cookies and the headers set later stay."""
    converted = converted_response(request, HTTPStatus(response.status_code), response)
    converted.cookies = response.cookies
    return converted


def converted_response(
    request: HttpRequest, status: HTTPStatus, response: HttpResponse
) -> HttpResponse:
    body = json.loads(response.content)
    match status:
        case HTTPStatus.OK:
            return state_response(request)
        case HTTPStatus.UNAUTHORIZED:
            return unauthorized_response(request, body)
        case HTTPStatus.BAD_REQUEST:
            errors = [field_error(error) for error in body["errors"]]
            return JsonResponse({"type": "validation_error", "errors": errors}, status=status)
        case HTTPStatus.CONFLICT:
            return error_response(status, "wrong_step", WRONG_STEP)
    if url_name(request) == "signup":
        return error_response(status, "signup_closed", SIGNUP_CLOSED)
    detail = "You do not have permission to perform this action."
    return error_response(status, "permission_denied", detail)


def state_response(
    request: HttpRequest, status: HTTPStatus = HTTPStatus.OK, pending: Sequence[str] = ()
) -> JsonResponse:
    """Answer with the account of the session, and with the steps that wait for a code."""
    account = None
    if request.user.is_authenticated:
        # The view may have changed another copy of the user.
        user = User.objects.get(pk=request.user.pk)
        account = session_auth_settings.account_serializer(user).data
    return JsonResponse({"account": account, "pending": list(pending)}, status=status)


def unauthorized_response(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    if body["meta"]["is_authenticated"]:
        return error_response(HTTPStatus.FORBIDDEN, "reauthentication_required", REAUTHENTICATE)
    pending = [flow["id"] for flow in body["data"]["flows"] if flow.get("is_pending")]
    if pending:
        return state_response(request, HTTPStatus.ACCEPTED, pending)
    if url_name(request) == "reset_password":
        return state_response(request)
    return error_response(
        HTTPStatus.FORBIDDEN, NotAuthenticated.default_code, str(NotAuthenticated.default_detail)
    )


def url_name(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


def field_error(error: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": error["code"] or "invalid",
        "detail": error["message"],
        "attr": error.get("param", "non_field_errors"),
    }
