"""manage.py clear_expired"""

import sys
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from api.models import RateLimitWindow
from api.rate_limits import RateLimit, consume
from conftest import Clock

pytestmark = pytest.mark.each_database


def test_each_application_prunes_its_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names no application."""
    module = ModuleType("api.prune")
    # Type checkers do not know the attributes of a module created here.
    module.prune = lambda: "three umbrellas"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "api.prune", module)
    monkeypatch.setattr("api.management.commands.clear_expired.module_has_submodule", takes_part)
    monkeypatch.setattr(apps, "get_app_configs", lambda: [apps.get_app_config("api")])
    call_command("clear_expired")
    assert capsys.readouterr().out == "three umbrellas\n"


def takes_part(module: ModuleType, name: str) -> bool:
    return f"{module.__name__}.{name}" == "api.prune"


def test_it_deletes_expired_rate_limits(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    consume(RateLimit("old", "", 1, 60))  # long ago, by this clock
    clock.now = timezone.now()
    consume(RateLimit("new", "", 1, 60))
    call_command("clear_expired")
    assert "1 rate limits\n" in capsys.readouterr().out
    assert RateLimitWindow.objects.get().key.startswith("new:")


def test_it_can_run_twice(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("clear_expired")
        assert "0 sessions, 0 entries of the cache\n" in capsys.readouterr().out
