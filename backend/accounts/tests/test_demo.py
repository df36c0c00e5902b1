"""manage.py demo"""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict
from pytest_django import Settings

from accounts.models import User
from conftest import Browser

pytestmark = [pytest.mark.each_database, pytest.mark.slow]

BACKEND = Path(__file__).resolve().parents[2]


def all_rows() -> list[dict[str, Any]]:
    """All rows that the command may create, with timestamps."""
    return [
        row
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(BACKEND)
        for model in app.get_models()
        for row in model._default_manager.order_by("pk").values()
    ]


def test_it_creates_three_accounts(anonymous: Browser) -> None:
    call_command("demo")
    accounts = User.objects.order_by("email").values_list("email", "is_staff", "is_superuser")
    assert list(accounts) == [
        ("alice@example.com", True, True),
        ("bob@example.com", False, False),
        ("charlie@example.com", False, False),
    ]
    for user in User.objects.all():
        assert anonymous.log_in(user.email, "open-sesame-42").status_code == 200


def test_it_keeps_existing_data() -> None:
    bob = User.objects.create_user("bob@example.com", "his own", name="Robert")
    call_command("demo")
    first = all_rows()
    assert len(first) >= 3
    before = model_to_dict(bob)
    bob.refresh_from_db()
    assert model_to_dict(bob) == before
    call_command("demo")
    assert all_rows() == first


def test_production_refuses(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="not created in production"):
        call_command("demo")
    assert all_rows() == []
