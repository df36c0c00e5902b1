"""manage.py clear_expired"""

import sys
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command


def test_every_application_clears_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It knows none of them: an application that is removed is not missed."""
    module = ModuleType("api.expired")
    # A module made here has no names that a type checker could know.
    module.clear = lambda: "three umbrellas"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "api.expired", module)
    monkeypatch.setattr("api.management.commands.clear_expired.module_has_submodule", takes_part)
    monkeypatch.setattr(apps, "get_app_configs", lambda: [apps.get_app_config("api")])
    call_command("clear_expired")
    assert capsys.readouterr().out == "three umbrellas\n"


def takes_part(module: ModuleType, name: str) -> bool:
    return f"{module.__name__}.{name}" == "api.expired"


def test_it_can_be_run_at_any_time(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("clear_expired")
        assert "0 sessions, 0 entries of the cache\n" in capsys.readouterr().out
