from importlib import import_module

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "doctor"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("doctor.checks")
