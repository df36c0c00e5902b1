"""What a lock file has to be before it is committed.

No addresses: everybody would download from wherever the last person did. And, for npm, every
platform's packages: a registry that lacks one makes npm leave it out without a word, and `npm ci`
then refuses the file.
"""

import json
import sys
from typing import Any

from launch.paths import NPM_LOCKS, ROOT


def addresses(lock_file: str) -> list[str]:
    """The lines that hold a package's address.

    npm's file has other addresses as well (licences, where to send money), and those may stay.
    """
    return [
        line.strip()
        for line in lock_file.splitlines()
        if line.startswith(("--", "http")) or "@ http" in line or '"resolved": "http' in line
    ]


def left_out(npm_lock: dict[str, Any]) -> list[str]:
    """The optional packages that others ask for and that are not in npm's lock file."""
    packages: dict[str, dict[str, Any]] = npm_lock["packages"]
    return sorted(
        {
            f"{name}@{version}, which {where or 'package.json'} asks for"
            for where, package in packages.items()
            for name, version in package.get("optionalDependencies", {}).items()
            if not any(f"{folder}node_modules/{name}" in packages for folder in _upwards(where))
        }
    )


def _upwards(where: str) -> list[str]:
    """The folders in which Node looks for what the package at `where` needs, innermost first."""
    parts = where.split("node_modules/")
    return [f"{where}/" if where else ""] + [
        "node_modules/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)
    ]


def main() -> int:
    """Check the lock files of both languages."""
    python_locks = sorted((ROOT / "requirements").glob("*.txt"))
    problems = [
        f"{file.relative_to(ROOT)} holds an address: {line}"
        for file in (*python_locks, *NPM_LOCKS)
        for line in addresses(file.read_text())
    ]
    problems += [
        f"{file.relative_to(ROOT)} lacks {it}"
        for file in NPM_LOCKS
        for it in left_out(json.loads(file.read_text()))
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
