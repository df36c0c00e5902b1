"""manage.py clear_expired: away with what is past its time."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    """Deletes what has expired: nothing of it can be seen or used any more, it only takes room.

    An application takes part by a module `prune` with a function `prune`, which deletes
    and says in words what it has deleted. Run it once a day or once an hour; twice does no harm.
    """

    help = "Delete what is past its time: sessions, rate limits, deleted posts."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "prune"):
                self.stdout.write(import_module(f"{app.name}.prune").prune())
