"""No lock file may say where a package is downloaded from: names, versions and hashes only.

An address would make everybody download from wherever the last person did.
"""

import sys

from launch.paths import FRONTEND, ROOT


def addresses(lock_file: str) -> list[str]:
    """The lines that hold a package's address.

    npm's file has other addresses as well (licences, where to send money), and those may stay.
    """
    return [
        line.strip()
        for line in lock_file.splitlines()
        if line.startswith(("--", "http")) or "@ http" in line or '"resolved": "http' in line
    ]


def main() -> int:
    """Check the lock files of both languages."""
    files = [*sorted((ROOT / "requirements").glob("*.txt")), FRONTEND / "package-lock.json"]
    found = [(file, line) for file in files for line in addresses(file.read_text())]
    for file, line in found:
        print(f"{file.relative_to(ROOT)} holds an address: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
