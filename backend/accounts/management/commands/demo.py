"""manage.py demo: demo accounts and their posts."""

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
    """Creates the demo accounts, and the demo data of each application.

    Alice is staff and superuser; Bob and Charlie are members. An application takes part with a
    function `create` in its module `demo`, called after the accounts exist. Existing data stays,
    and a second run changes nothing. It refuses production, as the password is public.
    """

    help = "Create the demo accounts and their data (never in production)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError(
                "The demo accounts have a public password: they are not created in production. Set "
                "ENVIRONMENT=local if this is not a public site."
            )
        for email, name, rights in ACCOUNTS:
            if not User.objects.filter(email=email).exists():
                User.objects.create_user(email, PASSWORD, name=name, **rights)
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "demo"):
                import_module(f"{app.name}.demo").create()
