"""How much of the processors' time processes have used, from Linux's /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICK_MILLISECONDS = 1000 / os.sysconf("SC_CLK_TCK")
# After the command's name, which stands in parentheses; proc(5) counts from 1 and with the name.
_PARENT, _FIRST_TIME, _LAST_TIME = 1, 11, 15


def milliseconds(roots: Iterable[int]) -> float:
    """What these processes and all below them have used so far, user and system together.

    Children that have ended count too, once their parents have taken note of it.
    """
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        pid = int(stat.parent.name)
        parents[pid] = int(fields[_PARENT])
        ticks[pid] = sum(map(int, fields[_FIRST_TIME:_LAST_TIME]))
    wanted = set(roots)
    return _TICK_MILLISECONDS * sum(
        used for pid, used in ticks.items() if _is_below(pid, wanted, parents)
    )


def _is_below(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid in roots:
            return True
        pid = parents[pid]
    return False
