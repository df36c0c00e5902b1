"""Requests start at their due times."""

import asyncio
import random
import time
from itertools import pairwise

from bench.tests.outcomes import read
from bench.traffic.arrivals import Arrivals, due_times
from bench.traffic.outcome import Outcome


def rng() -> random.Random:
    return random.Random(1)  # noqa: S311 - no secret


def test_arrivals_are_a_poisson_process() -> None:
    due = list(due_times(100, 50, rng()))
    gaps = [later - earlier for earlier, later in pairwise(due)]

    assert 4700 < len(due) < 5300
    assert min(gaps) < 0.001 < 0.03 < max(gaps)


def test_latency_counts_from_the_due_moment() -> None:
    # The site responds after 20 requests; a closed-loop client would send one only.
    async def run() -> list[Outcome]:
        sent, recovered = 0, asyncio.Event()

        async def send(due: float) -> Outcome:
            nonlocal sent
            sent += 1
            if sent == 20:
                recovered.set()
            await recovered.wait()
            return read(due, time.monotonic() - due)

        return await asyncio.wait_for(Arrivals(100, send, rng()).run(0.4), 20)

    outcomes = asyncio.run(run())
    twentieth = outcomes[19].due

    assert len(outcomes) == len(list(due_times(100, 0.4, rng())))
    assert all(each.seconds >= twentieth - each.due > 0 for each in outcomes[:19])


def test_a_late_request_counts_its_wait() -> None:
    # time.sleep() blocks the event loop.
    async def run() -> list[Outcome]:
        async def send(due: float) -> Outcome:
            return read(due, time.monotonic() - due)

        arrivals = asyncio.create_task(Arrivals(100, send, rng()).run(0.4))
        await asyncio.sleep(0.1)
        time.sleep(0.2)
        return await arrivals

    assert max(each.seconds for each in asyncio.run(run())) > 0.1


def test_no_request_starts_after_the_stop() -> None:
    async def run() -> list[Outcome]:
        async def send(due: float) -> Outcome:
            arrivals.stop()
            return read(due)

        arrivals = Arrivals(100, send, rng())
        return await asyncio.wait_for(arrivals.run(30), 20)

    assert len(asyncio.run(run())) == 1
