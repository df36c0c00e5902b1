"""Lock files hold no address, and npm's hold the packages of every platform.

Addresses would bind every download to the registry of the last update. When a registry
lacks the package of a platform, npm leaves it out of the file, and `npm ci` then fails.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from launch.paths import NPM_LOCKS, ROOT

PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def addresses(lock_file: str) -> list[str]:
    """The lines that hold a package's address.

    npm's file may hold other addresses (licences, where to send money).
    """
    return [
        line.strip()
        for line in lock_file.splitlines()
        if line.startswith(("--", "http:", "https:"))
        or "@ http" in line
        or '"resolved": "http' in line
    ]


def left_out(npm_lock: dict[str, Any]) -> list[str]:
    """The optional packages that are not in npm's lock file though others depend on them."""
    packages: dict[str, dict[str, Any]] = npm_lock["packages"]
    return sorted(
        {
            f"{name}@{version}, wanted by {where or 'package.json'}"
            for where, package in packages.items()
            for name, version in package.get("optionalDependencies", {}).items()
            if not any(f"{folder}node_modules/{name}" in packages for folder in _upwards(where))
        }
    )


def _upwards(where: str) -> list[str]:
    """The folders in which Node looks for the dependencies of a package, innermost first."""
    parts = where.split("node_modules/")
    return [f"{where}/" if where else ""] + [
        "node_modules/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example/simple",
        "--find-links /somewhere",
        "django @ https://example.org/django.whl",
        '      "resolved": "https://registry.example/vue/-/vue-3.tgz",',
    ],
)
def test_an_address_is_found(line: str) -> None:
    assert addresses(f"django==5.2\n{line}\n") == [line.strip()]


def test_other_addresses_may_stay() -> None:
    assert addresses('      "url": "https://opencollective.com/vue"\n    --hash=sha256:1') == []


def test_a_missing_optional_package_is_found() -> None:
    lock = {
        "packages": {
            "": {"name": "frontend"},
            "node_modules/bundler": {
                "optionalDependencies": {"bundler-linux": "1.0", "bundler-mac": "1.0"}
            },
            "node_modules/bundler-linux": {"version": "1.0"},
            "node_modules/a/node_modules/b": {
                "optionalDependencies": {"c": "1", "d": "2", "e": "3"}
            },
            "node_modules/a/node_modules/c": {},
            "node_modules/a/node_modules/b/node_modules/d": {},
            "node_modules/e": {},
        }
    }

    assert left_out(lock) == ["bundler-mac@1.0, wanted by node_modules/bundler"]


@pytest.mark.parametrize("file", [*PYTHON_LOCKS, *NPM_LOCKS], ids=lambda file: file.name)
def test_no_lock_file_holds_an_address(file: Path) -> None:
    assert addresses(file.read_text()) == []


@pytest.mark.parametrize("file", NPM_LOCKS, ids=lambda file: file.parent.name)
def test_no_lock_file_leaves_a_platform_out(file: Path) -> None:
    assert left_out(json.loads(file.read_text())) == []
