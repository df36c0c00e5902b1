"""Finding the highest rate that holds, by trying few."""

from collections.abc import Awaitable, Callable

# Whether the site held this many a second.
Holds = Callable[[float], Awaitable[bool]]

_MOST_TRIES = 20


async def highest_rate(holds: Holds, first: float, precision: float) -> float | None:
    """The highest rate that held: doubled (or halved) from `first`, then by halving what is left.

    Ends when what did not hold is at most `precision` (0.05: five per cent) above what did. None
    when nothing tried held.
    """
    held, failed = None, None
    rate = first
    for _ in range(_MOST_TRIES):
        if await holds(rate):
            held = rate
        else:
            failed = rate
        if held is None:
            rate /= 2
        elif failed is None:
            rate *= 2
        elif failed <= held * (1 + precision):
            break
        else:
            rate = (held + failed) / 2
    return held


async def confirmed(holds: Holds, rate: float, step: float, tries: int) -> float | None:
    """The highest rate at or below `rate` that holds, each try lower by the share `step`."""
    for _ in range(tries):
        if await holds(rate):
            return rate
        rate *= 1 - step
    return None
