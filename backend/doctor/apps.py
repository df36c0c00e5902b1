from importlib import import_module

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "doctor"

    def ready(self) -> None:
        """Register the system checks."""
        for module in ("checks", "origins", "proxies"):
            import_module(f"doctor.{module}")
