"""The accounts as an application."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Connect the signal receivers; register the system checks and the schema extensions."""
        import_module("accounts.login_log")
        import_module("accounts.schema")
        import_module("accounts.checks")
