"""The endpoints of one's own sessions."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.sessions.serializers import (
    EndedSessionsSerializer,
    SessionStatusSerializer,
    UserSessionSerializer,
)
from accounts.sessions.services import (
    end_other_sessions,
    end_sessions,
    record_activity,
    sessions_of,
)
from accounts.sessions.status import session_status
from session_auth.views import Endpoint


class SessionsView(Endpoint):
    @extend_schema(operation_id="listSessions", responses=UserSessionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the account's sessions, the latest activity first."""
        sessions = sessions_of(cast(User, request.user)).order_by("-last_seen_at", "-pk")
        context = {"session_key": request._request.session.session_key}
        return Response(UserSessionSerializer(sessions, many=True, context=context).data)


class SessionView(Endpoint):
    @extend_schema(operation_id="endSession", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """End a session of the account at once."""
        keys = (
            sessions_of(cast(User, request.user))
            .filter(pk=pk)
            .values_list("session_key", flat=True)
        )
        if not end_sessions(keys):
            raise NotFound
        return Response(status=status.HTTP_204_NO_CONTENT)


class EndOtherSessionsView(Endpoint):
    @extend_schema(
        operation_id="endOtherSessions",
        request=None,
        responses=EndedSessionsSerializer,
    )
    def post(self, request: Request) -> Response:
        """End all sessions of the account except this one."""
        ended = end_other_sessions(cast(User, request.user), request._request.session.session_key)
        return Response({"ended": ended})


class SessionStatusView(Endpoint):
    """Whether the session is valid. A tab asks every few seconds."""

    permission_classes = [AllowAny]

    def perform_authentication(self, request: Request) -> None:
        """Leave out what a check must not do: read the user, and count as activity."""
        if request.method != "GET":
            super().perform_authentication(request)

    @extend_schema(operation_id="getSessionStatus", responses=SessionStatusSerializer)
    def get(self, request: Request) -> Response:
        """Return how long the session lasts. This is no activity."""
        return Response(SessionStatusSerializer(session_status(request._request)).data)

    @extend_schema(
        operation_id="extendSession",
        request=None,
        responses=SessionStatusSerializer,
    )
    def post(self, request: Request) -> Response:
        """Stay logged in: an activity, after which idleness begins anew."""
        if request.user.is_authenticated:
            record_activity(request._request, request.user)
        return self.get(request)
