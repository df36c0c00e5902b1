from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "doctor"

    def ready(self) -> None:
        """Register the findings."""
        from doctor import data, origins, proxies, services, site  # noqa: F401
