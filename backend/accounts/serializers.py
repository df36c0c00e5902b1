"""The account as the API shows it, and the credentials that it takes."""

from rest_framework import serializers

from accounts.models import User
from api.fields import TextField


class AccountSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "email", "name", "is_staff"]
        read_only_fields = fields


class LoginSerializer(serializers.Serializer[User]):
    """The credentials of a log-in."""

    email = TextField(max_length=254)
    password = TextField(max_length=1024, trim_whitespace=False)
    remember = serializers.BooleanField(
        default=True, help_text="Whether the log-in outlasts the browser's session."
    )
