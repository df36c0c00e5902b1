"""The accounts application, and the admin with a custom site."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        """Connect the signal receivers; register the system checks and the schema extensions."""
        import_module("accounts.login_log")
        import_module("accounts.sessions.receivers")
        import_module("accounts.schema")
        import_module("accounts.checks")


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin without a log-in of its own."""

    default_site = "accounts.admin_site.AdminSite"
    default = False
