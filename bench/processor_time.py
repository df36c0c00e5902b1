"""The processor time of processes, from /proc."""

import os
from collections.abc import Iterable

from bench.process_tree import below, every

_TICK_MILLISECONDS = 1000 / os.sysconf("SC_CLK_TCK")
# utime, stime, cutime and cstime: user and system, own and of ended children.
_FIRST_TIME, _LAST_TIME = 11, 15


def milliseconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and their descendants so far.

    Children that have ended count too, once their parents have taken note of it.
    """
    processes = every()
    ticks = (
        sum(map(int, processes[pid][_FIRST_TIME:_LAST_TIME])) for pid in below(roots, processes)
    )
    return _TICK_MILLISECONDS * sum(ticks)
