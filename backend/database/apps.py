from importlib import import_module

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "database"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("database.checks")
