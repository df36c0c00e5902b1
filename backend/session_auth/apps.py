"""The session layer as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SessionAuthConfig(AppConfig):
    name = "session_auth"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("session_auth.checks")
