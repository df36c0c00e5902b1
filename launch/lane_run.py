"""Running one lane of `make test`."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from launch import chromium, junit
from launch.environment import with_tools
from launch.interruption import Interruption
from launch.lanes import Lane, environment, ran_on
from launch.paths import ROOT
from launch.processes import Group, wait
from launch.summary import Result

_MOST_SECONDS = 1800


def run(lane: Lane, results: Path, interruption: Interruption) -> Result:
    """Set up what the lane needs and run all its commands, whatever becomes of the first."""
    started = time.monotonic()
    environ = with_tools(environment(lane, os.environ, results))
    counts = None
    note = _set_up(lane, environ, interruption)
    if not note:
        failed = [
            command
            for command in lane.commands
            if not _succeeds(command, environ, interruption, _MOST_SECONDS)
        ]
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
    if lane.needs and not _succeeds(
        ["make", "--no-print-directory", *lane.needs], environ, interruption, _MOST_SECONDS
    ):
        return "could not be set up"
    if lane.chromium:
        try:
            environ["CHROMIUM"] = str(chromium.install(interruption))
        except chromium.ChromiumMissingError as problem:
            print(problem, flush=True)
            return "no Chromium"
    return ""


def _judgement(lane: Lane, failed: Sequence[Sequence[str]], counts: junit.Counts | None) -> str:
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


def _succeeds(
    command: Sequence[str], environ: dict[str, str], interruption: Interruption, seconds: float
) -> bool:
    print(f"$ {' '.join(command)}", flush=True)
    try:
        code = wait(Group(command, env=environ, cwd=ROOT), interruption, seconds)
    except TimeoutError:
        print(f"Ended after {seconds:.0f} seconds.", flush=True)
        return False
    return code == 0
