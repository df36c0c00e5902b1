"""Targets of the Makefile, in an empty folder."""

import subprocess
from pathlib import Path

import pytest

from launch.paths import ROOT

INSTALLED = (
    ".venv/.production",
    "launchable",
    "build",
    "var/static/.collected",
    "packages",
    "database",
)


def make(folder: Path, *arguments: str) -> str:
    prepared = [f"-o{name}" for name in INSTALLED]
    (folder / "requirements").mkdir(exist_ok=True)
    (folder / "requirements" / "development.txt").touch()
    done = subprocess.run(
        ["/usr/bin/env", "make", "-C", folder, "-f", ROOT / "Makefile", *prepared, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("target", ["run", "dev", "test", "lint", "format"])
def test_development_targets_mark_the_checkout(tmp_path: Path, target: str) -> None:
    assert "> var/local\n" in make(tmp_path, "--dry-run", target)


def test_production_removes_the_mark(tmp_path: Path) -> None:
    make(tmp_path, "var/local")
    assert (tmp_path / "var" / "local").exists()

    make(tmp_path, "production")

    assert not (tmp_path / "var" / "local").exists()


def test_a_server_is_not_marked(tmp_path: Path) -> None:
    for target in ("production", "rehearse"):
        assert "var/local\n" not in make(tmp_path, "--dry-run", target).replace(
            "rm -f var/local", ""
        )
