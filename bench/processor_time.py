"""How much of the processors' time processes have used, from Linux's /proc."""

import os
from collections.abc import Iterable

from bench.process_tree import below, every

_TICK_MILLISECONDS = 1000 / os.sysconf("SC_CLK_TCK")
# Of the fields of a process's stat: user and system, its own and that of its ended children.
_FIRST_TIME, _LAST_TIME = 11, 15


def milliseconds(roots: Iterable[int]) -> float:
    """What these processes and all below them have used so far, user and system together.

    Children that have ended count too, once their parents have taken note of it.
    """
    processes = every()
    ticks = (
        sum(map(int, processes[pid][_FIRST_TIME:_LAST_TIME])) for pid in below(roots, processes)
    )
    return _TICK_MILLISECONDS * sum(ticks)
