"""The highest load of the production set-up, on one machine with the client.

    .venv/bin/python -m bench.load

First the highest rate of requests, reading and writing mixed, that it holds for a minute with 99 of
100 answered within 250 ms and no error. Then how much memory each server holds, and whether that
grows as it goes on making pages. Prints tables and writes them as JSON.
"""

import argparse
import asyncio
import os
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench import memory, processor_time
from bench.highest_rate import confirmed, highest_rate
from bench.memory import Memory
from bench.results import save, table, verdict
from bench.traffic.arrivals import Arrivals
from bench.traffic.busy_site import busy_site
from bench.traffic.crowd import LEAST_POSTS, MIX, PAGES, Crowd, crowd
from bench.traffic.outcome import Latency, Outcome, latency, problems
from tests.members import Member
from tests.production.rehearsal.site import Site
from tests.production.rehearsal.supervisor import Supervisor

_MOST_MILLISECONDS = 250
_FIRST_RATE = 40.0
_PRECISION = 0.05
_CONFIRMATIONS = 12
# Concurrent page requests while memory is measured, enough to keep all servers busy.
_PAGES_AT_ONCE = 12
_SAMPLES = 10
# A leak on each page grows by much more in ten times as many pages.
_MOST_GROWTH = 1.1
_OURS = ("web", "api")


@dataclass(frozen=True)
class Run:
    """A run at one rate."""

    rate: float
    requests: int
    latency: Latency
    problems: dict[str, int]
    # Per cent of all processors' time by service; "client" is this program.
    processors: dict[str, float]

    @property
    def held(self) -> bool:
        return not self.problems and self.latency.p99 <= _MOST_MILLISECONDS

    def row(self) -> list[str]:
        return [
            f"{self.rate:.0f}",
            f"{self.requests:,}",
            *(f"{each:.0f}" for each in asdict(self.latency).values()),
            f"{sum(self.problems.values()):,}",
            "held" if self.held else "not held",
        ]


class Meter:
    """Measures the processor time of each service from its creation on."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._rehearsal = supervisor
        self._begun = time.monotonic()
        self._before = self._used()

    def _used(self) -> dict[str, float]:
        """Milliseconds."""
        roots: dict[str, list[int]] = {}
        for instance in self._rehearsal.instances:
            if instance.service.restarts:
                roots.setdefault(instance.service.name, []).append(self._rehearsal.pid(instance))
        own = resource.getrusage(resource.RUSAGE_SELF)
        return {
            **{name: processor_time.milliseconds(pids) for name, pids in roots.items()},
            "client": (own.ru_utime + own.ru_stime) * 1000,
        }

    def shares(self) -> dict[str, float]:
        """Per cent of all processors' time."""
        whole = (time.monotonic() - self._begun) * 1000 * (os.cpu_count() or 1)
        return {
            name: 100 * (used - self._before[name]) / whole for name, used in self._used().items()
        }


async def run(site: Site, people: Crowd, rate: float, seconds: float) -> Run:
    """Run the mix at this rate and record the outcomes."""
    meter = Meter(site.supervisor)
    chance = random.Random(2)  # noqa: S311 - no secret
    outcomes = await Arrivals(rate, people.act, chance).come(seconds)
    # Before anything else, so that it covers this run only.
    shares = meter.shares()
    done = Run(rate, len(outcomes), latency(outcomes), dict(problems(outcomes)), shares)
    print(f"{rate:6.1f}/s for {seconds:.0f} s: p99 {done.latency.p99:.0f} ms {done.problems or ''}")
    return done


async def find_highest_rate(
    site: Site, people: Crowd, probe: float, seconds: float
) -> tuple[list[Run], Run | None]:
    """All runs, and the long one at the highest sustained rate, if there is one."""
    runs: list[Run] = []

    async def holds(rate: float, how_long: float = seconds) -> bool:
        runs.append(await run(site, people, rate, how_long))
        return runs[-1].held

    async def holds_shortly(rate: float) -> bool:
        # Twice, so that a short stall of the machine does not end the search.
        return await holds(rate, probe) or await holds(rate, probe)

    found = await highest_rate(holds_shortly, _FIRST_RATE, _PRECISION)
    if found is None or await confirmed(holds, found, _PRECISION, _CONFIRMATIONS) is None:
        return runs, None
    return runs, runs[-1]


def memories(supervisor: Supervisor) -> dict[str, Memory]:
    """The memory of each server now."""
    return {
        instance.name: memory.of(supervisor.pid(instance))
        for instance in supervisor.instances
        if instance.service.restarts
    }


async def make_pages(people: Crowd, pages: int) -> list[Outcome]:
    """Request that many pages, a few at a time."""
    left = iter(range(pages))

    async def place() -> list[Outcome]:
        return [await people.act(time.monotonic(), PAGES) for _ in left]

    async with asyncio.TaskGroup() as group:
        places = [group.create_task(place()) for _ in range(_PAGES_AT_ONCE)]
    return [outcome for place in places for outcome in place.result()]


async def watch_memory(
    site: Site, people: Crowd, pages: int
) -> tuple[dict[int, dict[str, Memory]], dict[str, int]]:
    """The memory of each server after every tenth of the pages, and the problems."""
    samples: dict[int, dict[str, Memory]] = {}
    wrong: dict[str, int] = {}
    step = pages // _SAMPLES
    for number in range(1, _SAMPLES + 1):
        wrong |= problems(await make_pages(people, step))
        samples[number * step] = memories(site.supervisor)
        print(f"{number * step:,} pages")
    return samples, wrong


def growth(samples: dict[int, dict[str, Memory]], name: str) -> float:
    """The memory at the end as a multiple of the first sample."""
    return samples[max(samples)][name].proportional / samples[min(samples)][name].proportional


def memory_rows(samples: dict[int, dict[str, Memory]]) -> list[list[str]]:
    first, last = samples[min(samples)], samples[max(samples)]
    rows = []
    for name, held in last.items():
        times = growth(samples, name)
        ours = name.rpartition("-")[0] in _OURS
        rows.append(
            [
                name,
                str(held.processes),
                f"{first[name].proportional:.0f}",
                f"{held.proportional:.0f}",
                f"{held.resident:.0f}",
                verdict(f"{times:.2f} ≤ {_MOST_GROWTH}", times <= _MOST_GROWTH)
                if ours
                else f"{times:.2f}",
            ]
        )
    return rows


async def measure(site: Site, members: Sequence[Member], chosen: argparse.Namespace) -> None:
    async with crowd(site, members) as people:
        runs, best = await find_highest_rate(site, people, chosen.probe, chosen.seconds)
        lost = await people.lost_writes()
        samples, wrong = await watch_memory(site, people, chosen.pages)
        logged_out = await people.logged_out()
    print(f"\nRequests a second, {chosen.people} people logged in; milliseconds until the answer")
    head = ["a second", "requests", "median", "p95", "p99", "longest", "failed", ""]
    print(table(head, [each.row() for each in runs]))
    print(
        f"\nHighest rate held for {chosen.seconds:.0f} s: {best.rate:.0f}/s"
        if best
        else "\nNo rate held."
    )
    if best:
        print("\nPer cent of the processors' time at that rate")
        print(table(list(best.processors), [[f"{each:.0f}" for each in best.processors.values()]]))
    print(f"\nMemory in MiB, while {chosen.pages:,} pages are made")
    counts = [f"{number:,} pages" for number in (min(samples), max(samples))]
    print(table(["", "processes", *counts, "resident", "growth"], memory_rows(samples)))
    print(f"\nWrites lost: {lost}, {verdict('0', lost == 0)}")
    print(f"People logged out: {logged_out}, {verdict('0', logged_out == 0)}")
    if wrong:
        print(f"Problems during the run: {wrong}")
    save(
        "load",
        {
            "parameters": vars(chosen),
            "mix": [asdict(deed) for deed in MIX],
            "runs": [asdict(each) for each in runs],
            "highest_rate": best and best.rate,
            "memory": {
                pages: {name: asdict(held) for name, held in each.items()}
                for pages, each in samples.items()
            },
            "lost_writes": lost,
            "logged_out": logged_out,
            "problems_while_pages_were_made": wrong,
        },
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--probe", type=float, default=10, help="seconds of a try")
    parser.add_argument("--seconds", type=float, default=60, help="of the run that confirms")
    parser.add_argument("--pages", type=int, default=50_000, help="while memory is watched")
    chosen = parser.parse_args(arguments)
    if chosen.posts < LEAST_POSTS:
        parser.error(f"The list takes {LEAST_POSTS} posts or more.")
    with busy_site(chosen.posts, chosen.people) as (site, members):
        asyncio.run(measure(site, members, chosen))


if __name__ == "__main__":
    main()
