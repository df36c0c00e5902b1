"""The session layer depends on no other application of this repository."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import User
from conftest import (
    CSRF_COOKIE_MISSING,
    NOT_AUTHENTICATED,
    NOT_FOUND,
    Browser,
    error,
)

pytestmark = pytest.mark.slow

APP = Path(__file__).resolve().parents[1]
MODULES = [file for file in APP.rglob("*.py") if "tests" not in file.parts]
ALLOWED = {*sys.stdlib_module_names, "django", "rest_framework", "session_auth"} | {
    "drf_spectacular",
    "drf_standardized_errors",
}
INVALID_CREDENTIALS = error("invalid_credentials", "The e-mail address or the password is wrong.")


def imports(file: Path) -> set[str]:
    """Find the top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def strings(file: Path) -> set[str]:
    """Find the string constants of a module."""
    nodes = ast.walk(ast.parse(file.read_text()))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_it_imports_no_other_application() -> None:
    assert len(MODULES) > 10
    assert {name for file in MODULES for name in imports(file)} - ALLOWED == set()


def test_it_names_no_other_application() -> None:
    """Neither as a label, such as "accounts", nor in a dotted path."""
    others = {folder.name for folder in APP.parent.iterdir() if (folder / "tests").is_dir()}
    others -= {APP.name}
    assert others >= {"accounts", "api"}
    named = {text.partition(".")[0] for file in MODULES for text in strings(file)}
    assert named & others == set()


def test_it_works_in_a_project_of_its_own() -> None:
    """With UUIDs, and with the default of every setting."""
    project = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, str(APP / "tests" / "standalone" / "project.py")],
        env={**os.environ, "PYTHONPATH": str(APP.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert project.returncode == 0, project.stderr
    dora = {"id": "00000000-0000-0000-0000-000000000007", "username": "dora"}
    assert json.loads(project.stdout) == [
        [403, CSRF_COOKIE_MISSING],
        [200, {"detail": "The csrftoken cookie is set."}],
        [400, INVALID_CREDENTIALS],
        [400, error("required", "This field is required.", "password", "validation_error")],
        [200, dora],
        [200, dora],
        [409, error("other_account", "You are logged in with another account.")],
        [204, None],
        [403, NOT_AUTHENTICATED],
        [404, NOT_FOUND],
    ]


def test_the_default_log_in_discards_the_old_session(
    anonymous: Browser, alice: User, settings: Settings
) -> None:
    settings.SESSION_AUTH = {}
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    old = anonymous.session
    old["draft"] = "of another visitor"
    old.save()
    anonymous.cookies["sessionid"] = str(old.session_key)
    assert anonymous.log_in(alice.email).json() == {"id": alice.pk, "username": alice.email}
    assert "draft" not in anonymous.session
    assert anonymous.cookie("sessionid") != old.session_key
