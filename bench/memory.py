"""The memory of processes, from /proc."""

import re
from dataclasses import dataclass
from pathlib import Path

from bench.process_tree import below

_MEBIBYTE = 1024


@dataclass(frozen=True)
class Memory:
    """Mebibytes of a process and its descendants.

    Proportional: shared memory is divided among the processes, so that the sum is what they
    take. Resident: each counted whole, as `ps` and `top` show it.
    """

    processes: int
    proportional: float
    resident: float


def of(root: int) -> Memory:
    """The memory of a process and its descendants."""
    rollups = [text for pid in below([root]) if (text := _read(pid))]
    return Memory(
        len(rollups), sum(map(_proportional, rollups)), sum(_field(text, "Rss") for text in rollups)
    )


def _read(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return ""  # it has ended


def _proportional(text: str) -> float:
    return _field(text, "Pss")


def _field(rollup: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB$", rollup, re.MULTILINE)
    if found is None:
        raise ValueError(f"There is no {name} in {rollup!r}.")
    return int(found[1]) / _MEBIBYTE
