"""The accounts as an application."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Connect the receivers of Django's signals, and register what describes the API."""
        import_module("accounts.login_log")
        import_module("accounts.schema")
