"""Find the highest rate that the site sustains, with few trials."""

from collections.abc import Awaitable, Callable

# Whether the site sustained this many requests per second.
Holds = Callable[[float], Awaitable[bool]]

_MOST_TRIES = 20


async def highest_rate(holds: Holds, first: float, precision: float) -> float | None:
    """The highest sustained rate: doubled (or halved) from `first`, then by bisection.

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
    """The highest sustained rate up to `rate`; each trial is lower by the share `step`."""
    for _ in range(tries):
        if await holds(rate):
            return rate
        rate *= 1 - step
    return None
