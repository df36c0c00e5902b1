"""manage.py demo: people to log in as, and something for them to read."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from accounts.models import User

PASSWORD = "open-sesame-42"
STAFF: dict[str, bool] = {"is_staff": True, "is_superuser": True}
ACCOUNTS: list[tuple[str, str, dict[str, bool]]] = [
    ("alice@example.com", "Alice Lindqvist", STAFF),
    ("bob@example.com", "Bob Okafor", {}),
    ("charlie@example.com", "Charlie Moreau", {}),
]


class Command(BaseCommand):
    """Makes the demo accounts, and whatever demo data each application brings along.

    Alice is staff and superuser, so that the admin can be tried; Bob and Charlie are plain members.
    An application takes part by having a module `demo` with a function `create`, which is called
    after the accounts are there. What exists already is left as it is, or completed if it is from
    an older version: running this twice changes nothing. The password is public, so production
    refuses.
    """

    help = "Make the demo accounts and what they made (never in production)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError(
                "The demo accounts have a password that everyone knows: they are not made in "
                "production. Set ENVIRONMENT=local if this is not a public site."
            )
        for email, name, rights in ACCOUNTS:
            if not User.objects.filter(email=email).exists():
                User.objects.create_user(email, PASSWORD, name=name, **rights)
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "demo"):
                import_module(f"{app.name}.demo").create()
