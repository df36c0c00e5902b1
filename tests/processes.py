"""Processes of this machine, by id."""

import subprocess


def children_of(pid: int) -> list[int]:
    """The ids of its running children."""
    return [child for child, parent, _ in _table() if parent == pid]


def descendants_of(pid: int) -> set[int]:
    """The ids of its running descendants."""
    below = set(children_of(pid))
    return below.union(*(descendants_of(child) for child in below))


def command_of(pid: int) -> str:
    """Its command line, or an empty string without such a process."""
    return next((command for other, _, command in _table() if other == pid), "")


def _table() -> list[tuple[int, int, str]]:
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    return [(int(row[0]), int(row[1]), row[2] if len(row) > 2 else "") for row in rows]
