"""The setting SESSION_AUTH: its defaults, and the objects that its dotted paths name."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from rest_framework.exceptions import APIException
from rest_framework.serializers import BaseSerializer

DEFAULTS: dict[str, str | None] = {
    "LOGIN": "session_auth.login.log_in",
    "LOGIN_SERIALIZER": "session_auth.serializers.LoginSerializer",
    "ACCOUNT_SERIALIZER": "session_auth.serializers.AccountSerializer",
    "CONVERT_EXCEPTION": None,
    "API_PREFIX": "/api/",
}
PATHS = ("LOGIN", "LOGIN_SERIALIZER", "ACCOUNT_SERIALIZER", "CONVERT_EXCEPTION")


class SessionAuthSettings:
    """Reads the setting whenever it is used, so that tests can override it."""

    @property
    def login(self) -> Callable[..., AbstractBaseUser]:
        """The function that logs a visitor in: log_in(request, response, **credentials)."""
        function: Callable[..., AbstractBaseUser] = self.load("LOGIN")
        return function

    @property
    def login_serializer(self) -> type[BaseSerializer[Any]]:
        """The serializer of the credentials."""
        serializer: type[BaseSerializer[Any]] = self.load("LOGIN_SERIALIZER")
        return serializer

    @property
    def account_serializer(self) -> type[BaseSerializer[Any]]:
        """The serializer of the account, whose output has an `id`."""
        serializer: type[BaseSerializer[Any]] = self.load("ACCOUNT_SERIALIZER")
        return serializer

    @property
    def convert_exception(self) -> Callable[[BaseException], APIException | None]:
        """The function that turns exceptions of the project into API errors."""
        return self.load("CONVERT_EXCEPTION") or (lambda error: None)

    @property
    def api_prefix(self) -> str:
        """The path under which errors are JSON and responses are not cached."""
        return str(self.get("API_PREFIX"))

    def get(self, name: str) -> Any:
        return getattr(settings, "SESSION_AUTH", {}).get(name, DEFAULTS[name])

    def load(self, name: str) -> Any:
        """Import what a dotted path names. Raises ImproperlyConfigured."""
        path = self.get(name)
        if path is None:
            return None
        try:
            return import_string(path)
        except ImportError as error:
            raise ImproperlyConfigured(f"SESSION_AUTH[{name!r}]: {error}") from error


session_auth_settings = SessionAuthSettings()
