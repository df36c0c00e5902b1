"""The memory of processes, from /proc."""

import re
from dataclasses import dataclass
from pathlib import Path

from bench.process_tree import with_descendants

_MEBIBYTE = 1024


@dataclass(frozen=True)
class Memory:
    """The memory of a process and its descendants, in MiB.

    proportional: PSS, which divides shared memory among the processes. resident: RSS, as in `ps`
    and `top`.
    """

    processes: int
    proportional: float
    resident: float


def usage(root: int) -> Memory:
    """The memory of a process and its descendants."""
    rollups = [text for pid in with_descendants([root]) if (text := _read(pid))]
    return Memory(
        len(rollups), sum(map(_proportional, rollups)), sum(_field(text, "Rss") for text in rollups)
    )


def _read(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return ""  # the process has ended


def _proportional(text: str) -> float:
    return _field(text, "Pss")


def _field(rollup: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB$", rollup, re.MULTILINE)
    if found is None:
        raise ValueError(f"There is no {name} in {rollup!r}.")
    return int(found[1]) / _MEBIBYTE
