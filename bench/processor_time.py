"""The CPU time of processes, from /proc."""

import os
from collections.abc import Iterable

from bench.process_tree import read_stats, with_descendants

_TICK_MILLISECONDS = 1000 / os.sysconf("SC_CLK_TCK")
# utime, stime, cutime and cstime: user and system, own and of ended children.
_FIRST_TIME, _LAST_TIME = 11, 15


def milliseconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and their descendants so far.

    Ended children count after their parents have waited for them.
    """
    stats = read_stats()
    ticks = (
        sum(map(int, stats[pid][_FIRST_TIME:_LAST_TIME])) for pid in with_descendants(roots, stats)
    )
    return _TICK_MILLISECONDS * sum(ticks)
