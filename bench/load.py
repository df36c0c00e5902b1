"""The highest load that the production set-up sustains, with the client on the same machine.

    .venv/bin/python -m bench.load

Finds the highest rate of mixed reads and writes for a minute with a 99th percentile within 250 ms
and no error. Then measures the memory of each server and its growth over many pages. Prints tables
and writes them as JSON.
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
from bench.traffic.outcome import Latency, Outcome, latency, problems
from bench.traffic.populated_site import populated_site
from bench.traffic.user_pool import MIN_POSTS, MIX, PAGES, UserPool, user_pool
from tests.members import Member
from tests.production.rehearsal.site import Site
from tests.production.rehearsal.supervisor import Supervisor

_MAX_MILLISECONDS = 250
_FIRST_RATE = 40.0
_PRECISION = 0.05
_CONFIRMATIONS = 12
# Concurrent page requests while memory is measured: enough to keep all servers busy.
_PAGES_AT_ONCE = 12
_SAMPLES = 10
# A leak per page would grow memory by much more over ten times as many pages.
_MAX_GROWTH = 1.1
_APP_SERVICES = ("web", "api")


@dataclass(frozen=True)
class Run:
    """A run at one rate."""

    rate: float
    requests: int
    latency: Latency
    problems: dict[str, int]
    # CPU time by service, in per cent of all processors; "client" is this program.
    processors: dict[str, float]

    @property
    def is_sustained(self) -> bool:
        return not self.problems and self.latency.p99 <= _MAX_MILLISECONDS

    def row(self) -> list[str]:
        return [
            f"{self.rate:.0f}",
            f"{self.requests:,}",
            *(f"{each:.0f}" for each in asdict(self.latency).values()),
            f"{sum(self.problems.values()):,}",
            "sustained" if self.is_sustained else "not sustained",
        ]


class CpuMeter:
    """Measures the CPU time of each service since the meter was created."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._start = time.monotonic()
        self._before = self._used()

    def _used(self) -> dict[str, float]:
        """The CPU time of each service, in milliseconds."""
        roots: dict[str, list[int]] = {}
        for instance in self._supervisor.instances:
            if instance.service.restarts:
                roots.setdefault(instance.service.name, []).append(self._supervisor.pid(instance))
        own = resource.getrusage(resource.RUSAGE_SELF)
        return {
            **{name: processor_time.milliseconds(pids) for name, pids in roots.items()},
            "client": (own.ru_utime + own.ru_stime) * 1000,
        }

    def shares(self) -> dict[str, float]:
        """The CPU time of each service, in per cent of all processors."""
        whole = (time.monotonic() - self._start) * 1000 * (os.cpu_count() or 1)
        return {
            name: 100 * (used - self._before[name]) / whole for name, used in self._used().items()
        }


async def run(site: Site, users: UserPool, rate: float, seconds: float) -> Run:
    """Run the mix at this rate and record the outcomes."""
    meter = CpuMeter(site.supervisor)
    rng = random.Random(2)  # noqa: S311 - no secret
    outcomes = await Arrivals(rate, users.perform, rng).run(seconds)
    # At once, so that it covers this run only.
    shares = meter.shares()
    result = Run(rate, len(outcomes), latency(outcomes), dict(problems(outcomes)), shares)
    print(f"{rate:6.1f}/s for {seconds:.0f} s: p99 {result.latency.p99:.0f} ms {result.problems}")
    return result


async def find_highest_rate(
    site: Site, users: UserPool, probe: float, seconds: float
) -> tuple[list[Run], Run | None]:
    """Return all runs, and the confirmed one at the highest sustained rate, or None."""
    runs: list[Run] = []

    async def sustains(rate: float, duration: float = seconds) -> bool:
        runs.append(await run(site, users, rate, duration))
        return runs[-1].is_sustained

    async def sustains_briefly(rate: float) -> bool:
        # Retried once: a short stall of the machine must not end the search.
        return await sustains(rate, probe) or await sustains(rate, probe)

    found = await highest_rate(sustains_briefly, _FIRST_RATE, _PRECISION)
    if found is None or await confirmed(sustains, found, _PRECISION, _CONFIRMATIONS) is None:
        return runs, None
    return runs, runs[-1]


def memory_usage(supervisor: Supervisor) -> dict[str, Memory]:
    """The memory of each server now."""
    return {
        instance.name: memory.usage(supervisor.pid(instance))
        for instance in supervisor.instances
        if instance.service.restarts
    }


async def request_pages(users: UserPool, pages: int) -> list[Outcome]:
    """Request that many pages, a few at a time."""
    remaining = iter(range(pages))

    async def worker() -> list[Outcome]:
        return [await users.perform(time.monotonic(), PAGES) for _ in remaining]

    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(worker()) for _ in range(_PAGES_AT_ONCE)]
    return [outcome for worker in workers for outcome in worker.result()]


async def measure_memory(
    site: Site, users: UserPool, pages: int
) -> tuple[dict[int, dict[str, Memory]], dict[str, int]]:
    """Return the memory of each server after every tenth of the pages, and the problems."""
    samples: dict[int, dict[str, Memory]] = {}
    page_problems: dict[str, int] = {}
    step = pages // _SAMPLES
    for number in range(1, _SAMPLES + 1):
        page_problems |= problems(await request_pages(users, step))
        samples[number * step] = memory_usage(site.supervisor)
        print(f"{number * step:,} pages")
    return samples, page_problems


def growth(samples: dict[int, dict[str, Memory]], name: str) -> float:
    """The memory at the end as a multiple of the first sample."""
    return samples[max(samples)][name].proportional / samples[min(samples)][name].proportional


def memory_rows(samples: dict[int, dict[str, Memory]]) -> list[list[str]]:
    """A row per server; the growth of the API and Nuxt servers has a target."""
    first, last = samples[min(samples)], samples[max(samples)]
    rows = []
    for name, usage in last.items():
        factor = growth(samples, name)
        has_target = name.rpartition("-")[0] in _APP_SERVICES
        rows.append(
            [
                name,
                str(usage.processes),
                f"{first[name].proportional:.0f}",
                f"{usage.proportional:.0f}",
                f"{usage.resident:.0f}",
                verdict(f"{factor:.2f} ≤ {_MAX_GROWTH}", factor <= _MAX_GROWTH)
                if has_target
                else f"{factor:.2f}",
            ]
        )
    return rows


async def measure(site: Site, members: Sequence[Member], options: argparse.Namespace) -> None:
    """Measure rate and memory, print and save."""
    async with user_pool(site, members) as users:
        runs, best = await find_highest_rate(site, users, options.probe, options.seconds)
        lost = await users.lost_writes()
        samples, page_problems = await measure_memory(site, users, options.pages)
        logged_out = await users.logged_out()
    print(f"\n{options.people} logged-in users; latency in milliseconds")
    head = ["requests/s", "requests", "median", "p95", "p99", "longest", "failed", ""]
    print(table(head, [each.row() for each in runs]))
    print(
        f"\nHighest rate sustained for {options.seconds:.0f} s: {best.rate:.0f}/s"
        if best
        else "\nNo rate was sustained."
    )
    if best:
        print("\nCPU time at that rate, in per cent of all processors")
        print(table(list(best.processors), [[f"{each:.0f}" for each in best.processors.values()]]))
    print(f"\nMemory in MiB during {options.pages:,} pages")
    counts = [f"{number:,} pages" for number in (min(samples), max(samples))]
    print(table(["", "processes", *counts, "resident", "growth"], memory_rows(samples)))
    print(f"\nLost writes: {lost}, {verdict('0', lost == 0)}")
    print(f"Users logged out: {logged_out}, {verdict('0', logged_out == 0)}")
    if page_problems:
        print(f"Problems while memory was measured: {page_problems}")
    save(
        "load",
        {
            "parameters": vars(options),
            "mix": [asdict(action) for action in MIX],
            "runs": [asdict(each) for each in runs],
            "highest_rate": best and best.rate,
            "memory": {
                pages: {name: asdict(usage) for name, usage in each.items()}
                for pages, each in samples.items()
            },
            "lost_writes": lost,
            "logged_out": logged_out,
            "problems_while_pages_were_made": page_problems,
        },
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the site and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--probe", type=float, default=10, help="seconds per trial")
    parser.add_argument("--seconds", type=float, default=60, help="seconds of the confirming run")
    parser.add_argument("--pages", type=int, default=50_000, help="pages of the memory measurement")
    options = parser.parse_args(arguments)
    if options.posts < MIN_POSTS:
        parser.error(f"--posts must be at least {MIN_POSTS}.")
    with populated_site(options.posts, options.people) as (site, members):
        asyncio.run(measure(site, members, options))


if __name__ == "__main__":
    main()
