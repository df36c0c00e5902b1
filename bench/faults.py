"""What users notice when a server dies, is away for a while, or is replaced.

    .venv/bin/python -m bench.faults

The production set-up works at a rate well below its highest, reading and writing mixed, while one
fault at a time is brought about. Counted are the readings and writings that failed, whether what
was acknowledged is there afterwards, who is not logged in any more, and the seconds until all is
well. Prints a table and writes it as JSON.
"""

import argparse
import asyncio
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, dataclass

from bench.process_tree import below
from bench.results import save, table, verdict
from bench.traffic.arrivals import Arrivals
from bench.traffic.busy_site import busy_site
from bench.traffic.crowd import LEAST_POSTS, Crowd, crowd
from bench.traffic.outcome import Outcome, problems, seconds_until_well
from tests.production.rehearsal.supervisor import Supervisor

# The load ends after this time, even if the fault lasts longer.
_MOST_SECONDS = 180.0
_OUTAGE_SECONDS = 5.0


@dataclass(frozen=True)
class Fault:
    """A fault to cause."""

    name: str
    # Causes the fault; returns when no action of ours follows.
    cause: Callable[[Supervisor], None]
    # Whether the database is away: then requests may fail with a clear message.
    loses_database: bool = False


def kill_server(name: str) -> Callable[[Supervisor], None]:
    """Kill the first process of a service; the supervisor restarts it."""

    def cause(supervisor: Supervisor) -> None:
        os.kill(supervisor.pid(supervisor.of(name)[0]), signal.SIGKILL)

    return cause


def kill_worker(supervisor: Supervisor) -> None:
    """Kill a gunicorn worker; gunicorn restarts it."""
    master = supervisor.pid(supervisor.of("api")[0])
    worker = next(pid for pid in below([master]) if pid != master)
    os.kill(worker, signal.SIGKILL)


def stop(name: str, seconds: float) -> Callable[[Supervisor], None]:
    """Stop a service for some seconds."""

    def cause(supervisor: Supervisor) -> None:
        (instance,) = supervisor.of(name)
        supervisor.stop_one(instance)
        time.sleep(seconds)
        supervisor.start_one(instance)

    return cause


def roll(supervisor: Supervisor) -> None:
    """Restart our servers one by one, as an update does."""
    supervisor.rolling_restart("api", "web")


FAULTS = (
    Fault("a gunicorn killed (-9), master and all", kill_server("api")),
    Fault("one of its workers killed (-9)", kill_worker),
    Fault("a Nuxt server killed (-9)", kill_server("web")),
    Fault(f"Redis stopped for {_OUTAGE_SECONDS:.0f} s", stop("redis", _OUTAGE_SECONDS)),
    Fault("PostgreSQL restarted", stop("postgres", 0), loses_database=True),
    Fault(
        f"PostgreSQL stopped for {_OUTAGE_SECONDS:.0f} s",
        stop("postgres", _OUTAGE_SECONDS),
        loses_database=True,
    ),
    Fault("all of ours restarted in turn", roll),
)


@dataclass(frozen=True)
class Consequences:
    """The effects of a fault on users."""

    fault: str
    requests: int
    failed_reads: int
    failed_writes: int
    # Failures without a clear message that the site is temporarily away.
    unclear: int
    lost_writes: int
    logged_out: int
    # None if the site did not recover while it was watched.
    seconds_until_well: float | None
    problems: dict[str, int]
    target: str
    reached: bool

    def row(self) -> list[str]:
        well = self.seconds_until_well
        counts = (
            *(self.requests, self.failed_reads, self.failed_writes, self.unclear),
            *(self.lost_writes, self.logged_out),
        )
        return [
            self.fault,
            *(f"{count:,}" for count in counts),
            "never" if well is None else f"{well:.1f}",
            verdict(self.target, self.reached),
        ]


def judge(
    fault: Fault, outcomes: Sequence[Outcome], begun: float, lost_writes: int, logged_out: int
) -> Consequences:
    """Compare the outcomes of all requests with what is promised.

    `logged_out` counts people without a session at the end; those refused before count too.
    """
    failed = [each for each in outcomes if each.failed]
    reads = [each for each in failed if not each.writes]
    unclear = [each for each in failed if not each.outage_message]
    out = logged_out + sum(each.logged_out for each in outcomes)
    well = seconds_until_well(outcomes, begun)
    kept = lost_writes == 0 and out == 0 and well is not None
    if fault.loses_database:
        target, reached = "no read fails without a clear 503", not set(reads) & set(unclear)
    else:
        target, reached = "no read fails", not reads
    return Consequences(
        fault.name,
        requests=len(outcomes),
        failed_reads=len(reads),
        failed_writes=len(failed) - len(reads),
        unclear=len(unclear),
        lost_writes=lost_writes,
        logged_out=out,
        seconds_until_well=well,
        problems=dict(problems(outcomes)),
        target=target,
        reached=kept and reached,
    )


async def endure(
    supervisor: Supervisor, people: Crowd, fault: Fault, rate: float, rest: float, hand: Executor
) -> Consequences:
    """Cause the fault under load and record the outcomes."""
    loop = asyncio.get_running_loop()
    arrivals = Arrivals(rate, people.act, random.Random(3))  # noqa: S311 - no secret
    coming = asyncio.create_task(arrivals.come(_MOST_SECONDS))
    await asyncio.sleep(rest)
    begun = time.monotonic()
    await loop.run_in_executor(hand, fault.cause, supervisor)
    await loop.run_in_executor(hand, wait_until_ready, supervisor)
    await asyncio.sleep(rest)
    arrivals.stop()
    outcomes = await coming
    lost_writes = await people.lost_writes()
    return judge(fault, outcomes, begun, lost_writes, await people.logged_out())


def wait_until_ready(supervisor: Supervisor) -> None:
    """Wait until every health check passes."""
    # The supervisor notices a killed process at its next check.
    time.sleep(1)
    for instance in supervisor.instances:
        if instance.service.restarts:
            supervisor.wait_until_ready(instance)


async def measure(
    supervisor: Supervisor, people: Crowd, rate: float, rest: float, hand: Executor
) -> list[Consequences]:
    """Measure every fault in turn."""
    found = []
    for fault in FAULTS:
        print(f"{fault.name} ...")
        found.append(await endure(supervisor, people, fault, rate, rest, hand))
        if found[-1].problems:
            print(f"  {found[-1].problems}")
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=30, help="requests a second")
    parser.add_argument("--rest", type=float, default=10, help="seconds before a fault and after")
    chosen = parser.parse_args(arguments)
    if chosen.posts < LEAST_POSTS:
        parser.error(f"The list takes {LEAST_POSTS} posts or more.")
    # The processes end with the thread that started them, so it outlives the site.
    with (
        ThreadPoolExecutor(1) as hand,
        busy_site(chosen.posts, chosen.people) as (site, members),
    ):

        async def everything() -> list[Consequences]:
            async with crowd(site, members) as people:
                return await measure(site.supervisor, people, chosen.rate, chosen.rest, hand)

        found = asyncio.run(everything())
    head = ["fault", "requests", "failed reads", "failed writes", "of both unclear"]
    head += ["writes lost", "logged out", "seconds until well", "target"]
    print(f"\nAt {chosen.rate:.0f} requests a second")
    print(table(head, [each.row() for each in found]))
    save("faults", {"parameters": vars(chosen), "faults": [asdict(each) for each in found]})


if __name__ == "__main__":
    main()
