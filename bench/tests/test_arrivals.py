"""Requests start at their due moments."""

import asyncio
import random
import time
from itertools import pairwise

from bench.tests.outcomes import read
from bench.traffic.arrivals import Arrivals, moments
from bench.traffic.outcome import Outcome


def chance() -> random.Random:
    return random.Random(1)  # noqa: S311 - no secret


def test_arrivals_are_a_poisson_process() -> None:
    due = list(moments(100, 50, chance()))
    gaps = [later - earlier for earlier, later in pairwise(due)]

    assert 4700 < len(due) < 5300
    assert min(gaps) < 0.001 < 0.03 < max(gaps)


def test_latency_counts_from_the_due_moment() -> None:
    # The site answers after 20 requests; a client that waited would send one only.
    async def come() -> list[Outcome]:
        asked, well = 0, asyncio.Event()

        async def ask(due: float) -> Outcome:
            nonlocal asked
            asked += 1
            if asked == 20:
                well.set()
            await well.wait()
            return read(due, time.monotonic() - due)

        return await asyncio.wait_for(Arrivals(100, ask, chance()).come(0.4), 20)

    outcomes = asyncio.run(come())
    twentieth = outcomes[19].due

    assert len(outcomes) == len(list(moments(100, 0.4, chance())))
    assert all(each.seconds >= twentieth - each.due > 0 for each in outcomes[:19])


def test_a_late_request_counts_its_wait() -> None:
    # This blocks the program itself for 0.2 s.
    async def come() -> list[Outcome]:
        async def ask(due: float) -> Outcome:
            return read(due, time.monotonic() - due)

        arrivals = asyncio.create_task(Arrivals(100, ask, chance()).come(0.4))
        await asyncio.sleep(0.1)
        time.sleep(0.2)
        return await arrivals

    assert max(each.seconds for each in asyncio.run(come())) > 0.1


def test_nobody_comes_any_more_after_the_stop() -> None:
    async def come() -> list[Outcome]:
        async def ask(due: float) -> Outcome:
            arrivals.stop()
            return read(due)

        arrivals = Arrivals(100, ask, chance())
        return await asyncio.wait_for(arrivals.come(30), 20)

    assert len(asyncio.run(come())) == 1
