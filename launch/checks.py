"""`make test`: every lane that can run, then what became of them.

REQUIRED_LANES names lanes that fail when they cannot run, for where all of them must.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from launch import lane_run
from launch.interruption import Interrupted, Interruption
from launch.lanes import Lane, all_lanes, named
from launch.paths import VAR
from launch.summary import Result, exit_code, last_line, table


class UnknownLaneError(Exception):
    """A lane was named that does not exist; the message lists those that do."""


def chosen(lanes: Sequence[Lane], names: Sequence[str]) -> list[Lane]:
    """The lanes of these names, or all of them."""
    known = [lane.name for lane in lanes]
    for name in names:
        if name not in known:
            raise UnknownLaneError(f"There is no lane {name!r}. There are: {', '.join(known)}.")
    return [lane for lane in lanes if not names or lane.name in names]


def left_out(lane: Lane, environ: Mapping[str, str], required: Sequence[str]) -> Result | None:
    """The result of a lane that cannot run here, or None when it can.

    One of a lane's servers is enough to run it, unless the lane is required.
    """
    missing = [switch for switch in lane.switches if not environ.get(switch.variable)]
    must = lane.name in required
    if not missing or (not must and named(lane.switches, environ)):
        return None
    variables = " and ".join(switch.variable for switch in missing)
    return Result(
        lane.name,
        ", ".join(switch.service for switch in lane.switches),
        note=f"required, set {variables}" if must else f"set {variables}",
        ran=False,
        failed=must,
    )


def insisted(result: Result, required: Sequence[str]) -> Result:
    """The same result, as a failure if the lane had to run and could find out nothing."""
    if result.ran or result.lane not in required:
        return result
    return replace(result, note=f"required, {result.note}", failed=True)


def main(names: Sequence[str]) -> int:
    """Run the lanes of these names, or all; gives the exit code."""
    interruption = Interruption()
    interruption.listen()
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="latchkey-test-") as folder:
        scratch = Path(folder)
        try:
            lanes = chosen(all_lanes(scratch), names)
            required = os.environ.get("REQUIRED_LANES", "").split()
            chosen(lanes, required)
        except UnknownLaneError as problem:
            print(problem, file=sys.stderr)
            return 2
        for lane in lanes:
            result = left_out(lane, os.environ, required)
            if result is None:
                print(f"\n=== {lane.name} {'=' * (75 - len(lane.name))}", flush=True)
                try:
                    result = insisted(lane_run.run(lane, scratch, interruption), required)
                except Interrupted as interrupted:
                    print("\nStopped.", flush=True)
                    return interrupted.exit_code
            results.append(result)
    print(f"\n{table(results)}\n")
    print(last_line(results), flush=True)
    totals = VAR / "log" / "totals"
    totals.parent.mkdir(parents=True, exist_ok=True)
    totals.write_text(f"{last_line(results)}\n")
    return exit_code(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
