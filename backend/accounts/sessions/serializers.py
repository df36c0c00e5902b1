"""Sessions as the API shows them."""

from rest_framework import serializers

from accounts.sessions.models import UserSession
from accounts.sessions.status import SessionStatus


class UserSessionSerializer(serializers.ModelSerializer[UserSession]):
    """A session of the account."""

    is_current = serializers.SerializerMethodField(help_text="Whether the request comes from it.")

    class Meta:
        model = UserSession
        fields = [
            *("id", "is_current", "began_at", "last_seen_at", "network", "browser", "system"),
            *("login_method", "is_remembered"),
        ]
        read_only_fields = fields

    def get_is_current(self, session: UserSession) -> bool:
        return bool(session.session_key == self.context["session_key"])


class EndedSessionsSerializer(serializers.Serializer[None]):
    """How many sessions have ended."""

    ended = serializers.IntegerField()


class SessionStatusSerializer(serializers.Serializer[SessionStatus]):
    """Whether the session is valid, and how long it lasts by the server's clock."""

    account_id = serializers.IntegerField(
        allow_null=True, help_text="Whose session it is; null if it has ended."
    )
    idle_seconds = serializers.IntegerField(
        help_text="Seconds until it ends without further activity."
    )
    absolute_seconds = serializers.IntegerField(help_text="Seconds until it ends whatever happens.")
