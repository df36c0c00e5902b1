"""`make bench`: run the measurements in turn.

    .venv/bin/python -m bench [--quick] [load faults ...]

Each is also a program with more options: `python -m bench.load --help`.
"""

import argparse
import sys
import time

from bench import browser, cost, enumeration, faults, load, posts_at_scale
from tests.chromium import ChromiumMissingError, executable
from tests.install_programs import install_chromium
from tests.production.rehearsal import programs

PROGRAMS = {
    "cost": cost.main,
    "posts_at_scale": posts_at_scale.main,
    "load": load.main,
    "faults": faults.main,
    "enumeration": enumeration.main,
    "browser": browser.main,
}
# Shows that everything works; the figures mean nothing.
QUICK = {
    "cost": ["--posts=100", "--rounds=2", "--requests=20"],
    "posts_at_scale": ["--posts", "100", "1000", "--rounds=3"],
    "load": ["--posts=100", "--people=20", "--probe=3", "--seconds=6", "--pages=500"],
    "faults": ["--posts=100", "--people=20", "--rate=10", "--rest=3"],
    "enumeration": ["--tries=20"],
    "browser": ["--times=1"],
}


def main() -> int:
    """Run the named measurements, or all. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PROGRAMS))
    parser.add_argument(
        "--quick", action="store_true", help="a short trial, without meaningful figures"
    )
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in PROGRAMS]:
        parser.error(f"There is no {unknown[0]!r}. There are: {', '.join(PROGRAMS)}.")
    try:
        programs.require(programs.IN_TESTS)
        if not options.names or "browser" in options.names:
            install_chromium()
            executable()
    except (programs.ProgramsMissingError, ChromiumMissingError) as problem:
        print(problem, file=sys.stderr)
        return 1
    for name, run in PROGRAMS.items():
        if not options.names or name in options.names:
            print(f"\n=== {name} {'=' * (75 - len(name))}", flush=True)
            start = time.monotonic()
            run(QUICK[name] if options.quick else [])
            print(f"\n{time.monotonic() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
