"""The default serializers of credentials and account, and the response of login-set-cookie."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework import serializers


class LoginSerializer(serializers.Serializer[AbstractBaseUser]):
    """The field that USERNAME_FIELD of the user model names, and a password."""

    password = serializers.CharField(max_length=1024, trim_whitespace=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        username = serializers.CharField(max_length=254)
        return {get_user_model().USERNAME_FIELD: username, **super().get_fields()}


class AccountSerializer(serializers.Serializer[AbstractBaseUser]):
    id = serializers.ReadOnlyField(source="pk")
    username = serializers.CharField(source="get_username", read_only=True)


class DetailSerializer(serializers.Serializer[None]):
    """A message."""

    detail = serializers.CharField()
