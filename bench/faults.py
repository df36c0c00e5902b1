"""The effect of faults on users: a server is killed, stopped for a while or restarted.

    .venv/bin/python -m bench.faults

The production set-up serves reads and writes at a rate well below its highest, with one fault at a
time. Counts failed reads, failed writes, lost acknowledged writes and users without a session, and
measures the time until recovery. Prints a table and writes it as JSON.
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

from bench.process_tree import with_descendants
from bench.results import save, table, verdict
from bench.traffic.arrivals import Arrivals
from bench.traffic.outcome import Outcome, problems, recovery_seconds
from bench.traffic.populated_site import populated_site
from bench.traffic.user_pool import MIN_POSTS, UserPool, user_pool
from tests.production.rehearsal.supervisor import Supervisor

# The load ends after this time, even if the fault lasts longer.
_MAX_SECONDS = 180.0
_OUTAGE_SECONDS = 5.0


@dataclass(frozen=True)
class Fault:
    """A fault to cause."""

    name: str
    # Causes the fault and returns after the last action.
    cause: Callable[[Supervisor], None]
    # Whether the database is down: then requests may fail with a clear 503.
    loses_database: bool = False


def kill_server(name: str) -> Callable[[Supervisor], None]:
    """Kill the first process of a service; the supervisor restarts it."""

    def cause(supervisor: Supervisor) -> None:
        os.kill(supervisor.pid(supervisor.of(name)[0]), signal.SIGKILL)

    return cause


def kill_worker(supervisor: Supervisor) -> None:
    """Kill a gunicorn worker; gunicorn restarts it."""
    master = supervisor.pid(supervisor.of("api")[0])
    worker = next(pid for pid in with_descendants([master]) if pid != master)
    os.kill(worker, signal.SIGKILL)


def stop(name: str, seconds: float) -> Callable[[Supervisor], None]:
    """Stop a service for some seconds."""

    def cause(supervisor: Supervisor) -> None:
        (instance,) = supervisor.of(name)
        supervisor.stop_one(instance)
        time.sleep(seconds)
        supervisor.start_one(instance)

    return cause


def restart_in_turn(supervisor: Supervisor) -> None:
    """Restart the API and Nuxt servers one by one, as an update does."""
    supervisor.rolling_restart("api", "web")


FAULTS = (
    Fault("gunicorn killed (-9), with workers", kill_server("api")),
    Fault("gunicorn worker killed (-9)", kill_worker),
    Fault("Nuxt killed (-9)", kill_server("web")),
    Fault(f"Redis stopped for {_OUTAGE_SECONDS:.0f} s", stop("redis", _OUTAGE_SECONDS)),
    Fault("PostgreSQL restarted", stop("postgres", 0), loses_database=True),
    Fault(
        f"PostgreSQL stopped for {_OUTAGE_SECONDS:.0f} s",
        stop("postgres", _OUTAGE_SECONDS),
        loses_database=True,
    ),
    Fault("all servers restarted in turn", restart_in_turn),
)


@dataclass(frozen=True)
class FaultResult:
    """The effects of a fault on users."""

    fault: str
    requests: int
    failed_reads: int
    failed_writes: int
    # Failures without a clear message that the site is temporarily unavailable.
    unclear: int
    lost_writes: int
    logged_out: int
    # None if the site did not recover during the run.
    seconds_until_well: float | None
    problems: dict[str, int]
    target: str
    reached: bool

    def row(self) -> list[str]:
        recovery = self.seconds_until_well
        counts = (
            *(self.requests, self.failed_reads, self.failed_writes, self.unclear),
            *(self.lost_writes, self.logged_out),
        )
        return [
            self.fault,
            *(f"{count:,}" for count in counts),
            "never" if recovery is None else f"{recovery:.1f}",
            verdict(self.target, self.reached),
        ]


def evaluate(
    fault: Fault, outcomes: Sequence[Outcome], start: float, lost_writes: int, logged_out: int
) -> FaultResult:
    """Compare the outcomes of all requests with the targets.

    `logged_out`: users without a session at the end. Responses that treated a user as logged out
    count too.
    """
    failed = [each for each in outcomes if each.failed]
    reads = [each for each in failed if not each.writes]
    unclear = [each for each in failed if not each.outage_message]
    total_logged_out = logged_out + sum(each.logged_out for each in outcomes)
    recovery = recovery_seconds(outcomes, start)
    recovered = lost_writes == 0 and total_logged_out == 0 and recovery is not None
    if fault.loses_database:
        target, reached = "no read fails without a clear 503", not set(reads) & set(unclear)
    else:
        target, reached = "no read fails", not reads
    return FaultResult(
        fault.name,
        requests=len(outcomes),
        failed_reads=len(reads),
        failed_writes=len(failed) - len(reads),
        unclear=len(unclear),
        lost_writes=lost_writes,
        logged_out=total_logged_out,
        seconds_until_well=recovery,
        problems=dict(problems(outcomes)),
        target=target,
        reached=recovered and reached,
    )


async def run_fault(
    supervisor: Supervisor,
    users: UserPool,
    fault: Fault,
    rate: float,
    rest: float,
    executor: Executor,
) -> FaultResult:
    """Cause the fault under load and record the outcomes."""
    loop = asyncio.get_running_loop()
    arrivals = Arrivals(rate, users.perform, random.Random(3))  # noqa: S311 - no secret
    load = asyncio.create_task(arrivals.run(_MAX_SECONDS))
    await asyncio.sleep(rest)
    start = time.monotonic()
    await loop.run_in_executor(executor, fault.cause, supervisor)
    await loop.run_in_executor(executor, wait_until_ready, supervisor)
    await asyncio.sleep(rest)
    arrivals.stop()
    outcomes = await load
    lost_writes = await users.lost_writes()
    return evaluate(fault, outcomes, start, lost_writes, await users.logged_out())


def wait_until_ready(supervisor: Supervisor) -> None:
    """Wait until every health check passes."""
    # The supervisor notices a killed process at its next check.
    time.sleep(1)
    for instance in supervisor.instances:
        if instance.service.restarts:
            supervisor.wait_until_ready(instance)


async def measure(
    supervisor: Supervisor, users: UserPool, rate: float, rest: float, executor: Executor
) -> list[FaultResult]:
    """Measure every fault in turn."""
    results = []
    for fault in FAULTS:
        print(f"{fault.name} ...")
        results.append(await run_fault(supervisor, users, fault, rate, rest, executor))
        if results[-1].problems:
            print(f"  {results[-1].problems}")
    return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=30, help="requests per second")
    parser.add_argument("--rest", type=float, default=10, help="seconds before and after a fault")
    options = parser.parse_args(arguments)
    if options.posts < MIN_POSTS:
        parser.error(f"--posts must be at least {MIN_POSTS}.")
    # The processes end with the thread that starts them, so it must outlive the site.
    with (
        ThreadPoolExecutor(1) as executor,
        populated_site(options.posts, options.people) as (site, members),
    ):

        async def measure_all() -> list[FaultResult]:
            async with user_pool(site, members) as users:
                return await measure(site.supervisor, users, options.rate, options.rest, executor)

        results = asyncio.run(measure_all())
    head = ["fault", "requests", "failed reads", "failed writes", "unclear failures"]
    head += ["lost writes", "logged out", "recovery (s)", "target"]
    print(f"\nAt {options.rate:.0f} requests per second")
    print(table(head, [each.row() for each in results]))
    save("faults", {"parameters": vars(options), "faults": [asdict(each) for each in results]})


if __name__ == "__main__":
    main()
