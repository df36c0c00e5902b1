"""The endpoints of the session: login-set-cookie, login, logout, account."""

from http import HTTPStatus

from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from session_auth.conf import session_auth_settings
from session_auth.login import log_out
from session_auth.schema import RETRY_AFTER, sets_cookies
from session_auth.serializers import DetailSerializer

# The group of these endpoints in the API's schema.
TAGS = ["session"]


class Endpoint(APIView):
    """A view that returns 405 for a wrong method before it checks permissions.

    DRF's own order returns 405 to members and `not_authenticated` to visitors.
    """

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def check_permissions(self, request: Request) -> None:
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        super().check_permissions(request)


class LoginSetCookieView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="setLoginCookie",
        tags=TAGS,
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
        tags=TAGS,
        parameters=[sets_cookies(200, "`sessionid` and `csrftoken`, both new."), RETRY_AFTER],
        request=session_auth_settings.login_serializer,
        responses=session_auth_settings.account_serializer,
    )
    def post(self, request: Request) -> Response:
        """Start a session."""
        form = session_auth_settings.login_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        response = Response()
        user = session_auth_settings.login(request._request, response, **form.validated_data)
        response.data = session_auth_settings.account_serializer(user).data
        return response


class LogoutView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="logOut",
        tags=TAGS,
        parameters=[sets_cookies(204, "`sessionid` and `csrftoken`, both deleted.")],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        """End the session, if there is one."""
        response = Response(status=status.HTTP_204_NO_CONTENT)
        log_out(request._request, response)
        return response


class AccountView(Endpoint):
    @extend_schema(
        operation_id="getAccount", tags=TAGS, responses=session_auth_settings.account_serializer
    )
    def get(self, request: Request) -> Response:
        """Return the account of the session."""
        return Response(session_auth_settings.account_serializer(request.user).data)
