"""manage.py clear_expired: delete expired data."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    """Deletes expired data, which is unused and takes space.

    An application takes part with a function `prune` in its module `prune`, which deletes and
    returns what it deleted, in words. Run the command hourly or daily.
    """

    help = "Delete expired sessions, rate limits and deleted posts."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "prune"):
                self.stdout.write(import_module(f"{app.name}.prune").prune())
