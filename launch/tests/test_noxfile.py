"""The steps do not use a developer's database, and print why they are skipped."""

import json
import os
import subprocess
import sys

import pytest

from launch.paths import ROOT
from launch.tests.test_run_nox import run_nox

NOXFILE = ROOT / "noxfile.py"
VARIABLES = ("REQUIRED_STEPS", "TEST_DATABASE_URL", "TEST_REDIS_URL")


def test_no_step_gets_a_developers_settings() -> None:
    names = ("DATABASE_URL", "REDIS_URL", "PORT", "MAKEFLAGS", "MAKELEVEL")
    theirs = dict.fromkeys(names, "theirs")
    code = "import json, os, noxfile; print(json.dumps(dict(os.environ)))"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **theirs},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    environ = json.loads(said.stdout)
    assert "theirs" not in environ.values()
    assert environ["DATABASE_URL"] == "sqlite://:memory:"


@pytest.mark.parametrize(
    ("environ", "reason", "passes"),
    [
        ({}, "set TEST_DATABASE_URL and TEST_REDIS_URL", True),
        (
            {"REQUIRED_STEPS": "backend-services"},
            "required, set TEST_DATABASE_URL and TEST_REDIS_URL",
            False,
        ),
        (
            {"REQUIRED_STEPS": "backend-services", "TEST_REDIS_URL": "redis://127.0.0.1"},
            "required, set TEST_DATABASE_URL",
            False,
        ),
    ],
)
def test_a_step_without_its_servers(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], reason: str, passes: bool
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    done = run_nox(NOXFILE, "--sessions", "backend-services")

    row, _, last = done.stdout.splitlines()[-3:]
    assert row.endswith(f" {reason}")
    assert last == ("0 passed, 0 failed" if passes else "0 passed, 1 failed")
    assert (done.returncode == 0) == passes
