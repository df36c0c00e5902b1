"""Accounts and sessions on the wire."""

from rest_framework import serializers

from accounts.models import User
from api.fields import TextField


class AccountSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "email", "name", "is_staff"]
        read_only_fields = fields


class LoginSerializer(serializers.Serializer[User]):
    """What one logs in with."""

    email = TextField(max_length=254)
    password = TextField(max_length=1024, trim_whitespace=False)


class DetailSerializer(serializers.Serializer[None]):
    """A sentence for whoever looks."""

    detail = serializers.CharField()
