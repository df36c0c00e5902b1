"""Running one lane of `make test`."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from launch import chromium, debian, junit
from launch.environment import with_tools
from launch.interruption import Interruption
from launch.lanes import UNAVAILABLE, Lane, environment, ran_on
from launch.paths import ROOT
from launch.processes import Group, wait
from launch.summary import Result
from tests.production.rehearsal import programs

_MOST_SECONDS = 1800


def run(lane: Lane, results: Path, interruption: Interruption) -> Result:
    """Set up what the lane needs and run all its commands, whatever becomes of the first."""
    started = time.monotonic()
    environ = with_tools(environment(lane, os.environ, results))
    counts = None
    if lane.rehearses and (missing := _missing_programs(interruption)):
        return Result(lane.name, ran_on(lane, os.environ), note=f"install {missing}", ran=False)
    note = _set_up(lane, environ, interruption)
    if not note:
        codes = [_run(command, environ, interruption, _MOST_SECONDS) for command in lane.commands]
        failed = [code for code in codes if code != 0]
        if lane.relies_on and set(failed) == {UNAVAILABLE}:
            return Result(
                lane.name,
                ran_on(lane, os.environ),
                note=f"{lane.relies_on} cannot be reached",
                ran=False,
            )
        if lane.results:
            counts = junit.read(results / lane.results)
        note = _judgement(lane, failed, counts)
    return Result(
        lane.name,
        ran_on(lane, os.environ),
        note=note,
        failed=bool(note),
        counts=counts,
        seconds=time.monotonic() - started,
    )


def _set_up(lane: Lane, environ: dict[str, str], interruption: Interruption) -> str:
    """Bring about what the lane needs; gives what is in the way, if anything."""
    make = ["make", "--no-print-directory", *lane.needs]
    if lane.needs and _run(make, environ, interruption, _MOST_SECONDS) != 0:
        return "could not be set up"
    if lane.chromium:
        try:
            environ["CHROMIUM"] = str(chromium.install(interruption))
        except chromium.ChromiumMissingError as problem:
            print(problem, flush=True)
            return "no Chromium"
    return ""


def _missing_programs(interruption: Interruption) -> str:
    """The Debian packages that a rehearsal lacks here and that could not be installed."""
    if packages := programs.missing_packages(programs.IN_TESTS):
        debian.install(packages, interruption)
    return " ".join(programs.missing_packages(programs.IN_TESTS))


def _judgement(lane: Lane, failed: Sequence[int], counts: junit.Counts | None) -> str:
    """Why the lane failed, or nothing. Results alone are not believed, nor is the exit code."""
    if lane.results and counts is None:
        return "ended without results"
    if counts is not None and counts.failed:
        return f"{counts.failed} failed"
    if counts is not None and not counts.passed:
        return "ran no test"
    if failed:
        return "see above"
    return ""


def _run(
    command: Sequence[str], environ: dict[str, str], interruption: Interruption, seconds: float
) -> int:
    """The command's exit code."""
    print(f"$ {' '.join(command)}", flush=True)
    try:
        return wait(Group(command, env=environ, cwd=ROOT), interruption, seconds)
    except TimeoutError:
        print(f"Ended after {seconds:.0f} seconds.", flush=True)
        return 1
