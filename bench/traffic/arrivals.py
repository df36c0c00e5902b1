"""Open-loop load: requests start at their time, however slow the responses are.

What is asked for falls due at moments that are drawn beforehand (a Poisson process: so many a
second on average, independent of each other). Nothing waits for an earlier answer, and waiting is
counted from the moment that was due. A client that asks again only after an answer would ask less
just while the site is slow, and hide it (coordinated omission).
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator

from bench.traffic.outcome import Outcome

# Sends the request that was due at this moment.
Ask = Callable[[float], Awaitable[Outcome]]


def moments(rate: float, seconds: float, chance: random.Random) -> Iterator[float]:
    """The due moments, in seconds from the start."""
    moment = chance.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += chance.expovariate(rate)


class Arrivals:
    """A stream of requests, until it is stopped or for some seconds."""

    def __init__(self, rate: float, ask: Ask, chance: random.Random) -> None:
        """`rate`: requests per second."""
        self._rate = rate
        self._ask = ask
        self._chance = chance
        self._stopped = False

    def stop(self) -> None:
        """Start no more requests."""
        self._stopped = True

    async def come(self, seconds: float) -> list[Outcome]:
        """Run for at most that many seconds; gives the outcomes after the last response."""
        begun = time.monotonic()
        under_way: list[asyncio.Task[Outcome]] = []
        async with asyncio.TaskGroup() as group:
            for moment in moments(self._rate, seconds, self._chance):
                await asyncio.sleep(begun + moment - time.monotonic())
                if self._stopped:
                    break
                under_way.append(group.create_task(_asked(self._ask, begun + moment)))
        return [task.result() for task in under_way]


async def _asked(ask: Ask, due: float) -> Outcome:
    return await ask(due)
