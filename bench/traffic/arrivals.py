"""Open-loop load: requests start on time, however slow the responses are.

Requests are due at random times (a Poisson process), whether or not earlier ones have a response,
and latency counts from the due time. A closed-loop client would send fewer requests while the site
is slow, and so hide it (coordinated omission).
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator

from bench.traffic.outcome import Outcome

# Sends a request that was due at this time.
Send = Callable[[float], Awaitable[Outcome]]


def due_times(rate: float, seconds: float, rng: random.Random) -> Iterator[float]:
    """The due times, in seconds from the start."""
    due_time = rng.expovariate(rate)
    while due_time < seconds:
        yield due_time
        due_time += rng.expovariate(rate)


class Arrivals:
    """A stream of requests at a mean rate."""

    def __init__(self, rate: float, send: Send, rng: random.Random) -> None:
        """`rate`: requests per second."""
        self._rate = rate
        self._send = send
        self._rng = rng
        self._stopped = False

    def stop(self) -> None:
        """Start no more requests."""
        self._stopped = True

    async def run(self, seconds: float) -> list[Outcome]:
        """Run for at most this many seconds. Returns the outcomes after the last response."""
        start = time.monotonic()
        tasks: list[asyncio.Task[Outcome]] = []
        async with asyncio.TaskGroup() as group:
            for due_time in due_times(self._rate, seconds, self._rng):
                await asyncio.sleep(start + due_time - time.monotonic())
                if self._stopped:
                    break
                tasks.append(group.create_task(_sent(self._send, start + due_time)))
        return [task.result() for task in tasks]


async def _sent(send: Send, due: float) -> Outcome:
    return await send(due)
