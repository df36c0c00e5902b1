"""Find the highest rate that the site sustains, with few trials."""

from collections.abc import Awaitable, Callable

# Whether the site sustained this many requests per second.
Sustains = Callable[[float], Awaitable[bool]]

_MAX_TRIES = 20


async def highest_rate(sustains: Sustains, first: float, precision: float) -> float | None:
    """The highest sustained rate: doubled (or halved) from `first`, then by bisection.

    Ends when the lowest failed rate is at most `precision` (0.05: five per cent) above the highest
    sustained one. None if no rate is sustained.
    """
    sustained, failed = None, None
    rate = first
    for _ in range(_MAX_TRIES):
        if await sustains(rate):
            sustained = rate
        else:
            failed = rate
        if sustained is None:
            rate /= 2
        elif failed is None:
            rate *= 2
        elif failed <= sustained * (1 + precision):
            break
        else:
            rate = (sustained + failed) / 2
    return sustained


async def confirmed(sustains: Sustains, rate: float, step: float, tries: int) -> float | None:
    """The highest sustained rate up to `rate`; each trial is lower by the share `step`."""
    for _ in range(tries):
        if await sustains(rate):
            return rate
        rate *= 1 - step
    return None
