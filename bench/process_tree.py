"""Processes and their descendants, from /proc."""

from collections.abc import Iterable
from pathlib import Path

# Positions in /proc/PID/stat after the command's name: proc(5).
_PARENT = 1


def read_stats() -> dict[int, list[str]]:
    """The fields of /proc/PID/stat after the name, by process id."""
    found: dict[int, list[str]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # the process has ended
    return found


def with_descendants(roots: Iterable[int], stats: dict[int, list[str]] | None = None) -> list[int]:
    """These processes and their running descendants."""
    found = read_stats() if stats is None else stats
    parents = {pid: int(fields[_PARENT]) for pid, fields in found.items()}
    wanted = set(roots)
    return [pid for pid in parents if _is_descendant(pid, wanted, parents)]


def _is_descendant(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid in roots:
            return True
        pid = parents[pid]
    return False
