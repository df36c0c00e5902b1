"""The session's endpoints, and the account that they are about."""

from http import HTTPStatus
from typing import cast

from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.device_cookie import remember_login
from accounts.models import User
from accounts.serializers import AccountSerializer, DetailSerializer, LoginSerializer
from accounts.session import log_in, log_out
from api.views import Endpoint

RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[429],
    required=True,
    description="Seconds until there is room for one more try.",
)


LOGIN_COOKIES = (
    "`sessionid` and `csrftoken`, both new, and `device`, by which the browser is known again: "
    "failed log-ins from elsewhere do not lock it out."
)


def sets_cookies(status_code: int, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        "Set-Cookie",
        str,
        OpenApiParameter.HEADER,
        response=[status_code],
        required=True,
        description=description,
    )


class LoginSetCookieView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="setLoginCookie",
        parameters=[sets_cookies(200, "`csrftoken`.")],
        responses=DetailSerializer,
    )
    @method_decorator(ensure_csrf_cookie)
    def get(self, request: Request) -> Response:
        """Set the csrftoken cookie, which every unsafe request must repeat in X-CSRFToken."""
        return Response({"detail": "The csrftoken cookie is set."})


class LoginView(Endpoint):
    permission_classes = [AllowAny]
    extra_errors = {HTTPStatus.TOO_MANY_REQUESTS}

    @extend_schema(
        operation_id="logIn",
        parameters=[sets_cookies(200, LOGIN_COOKIES), RETRY_AFTER],
        request=LoginSerializer,
        responses=AccountSerializer,
    )
    def post(self, request: Request) -> Response:
        """Start a session."""
        form = LoginSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = log_in(request._request, **form.validated_data)
        response = Response(AccountSerializer(user).data)
        remember_login(request._request, response, user)
        return response


class LogoutView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="logOut",
        parameters=[sets_cookies(204, "`sessionid` and `csrftoken`, both deleted.")],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        """End the session. Harmless for those who have none."""
        response = Response(status=status.HTTP_204_NO_CONTENT)
        log_out(request._request, response)
        return response


class AccountView(Endpoint):
    @extend_schema(operation_id="getAccount", responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        """Tell who is logged in."""
        return Response(AccountSerializer(cast(User, request.user)).data)
