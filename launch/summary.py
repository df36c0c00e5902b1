"""The end of `make test`: a table of what ran, and one last line to go by."""

from collections.abc import Sequence
from dataclasses import dataclass

from launch.junit import Counts


@dataclass(frozen=True)
class Result:
    """What became of a lane."""

    lane: str
    ran_on: str
    # Why it failed or did not run, in a few words; empty when it passed.
    note: str = ""
    ran: bool = True
    failed: bool = False
    # None where single tests are not counted: linters, or a lane that died without results.
    counts: Counts | None = None
    seconds: float = 0.0


def totals(results: Sequence[Result]) -> Counts:
    """All tests together. A lane that failed without a failed test to show counts as one."""
    total = Counts()
    for result in results:
        counts = result.counts or Counts()
        if result.failed and counts.failed == 0:
            counts += Counts(failed=1)
        total += counts
    return total


def table(results: Sequence[Result]) -> str:
    """One row per lane."""
    rows = [("Lane", "Ran on", "Result", "Tests", "Seconds")]
    rows += [
        (
            result.lane,
            result.ran_on or "-",
            _outcome(result),
            _tests(result.counts),
            f"{result.seconds:.0f}" if result.ran else "-",
        )
        for result in results
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        lines.append("  ".join((*left, *right)))
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def last_line(results: Sequence[Result]) -> str:
    """The line that everything else can be judged by."""
    total = totals(results)
    return f"{total.passed} passed, {total.failed} failed"


def exit_code(results: Sequence[Result]) -> int:
    """Zero only when nothing failed."""
    return 1 if any(result.failed for result in results) else 0


def _outcome(result: Result) -> str:
    word = "FAILED" if result.failed else "passed" if result.ran else "not run"
    return f"{word}: {result.note}" if result.note else word


def _tests(counts: Counts | None) -> str:
    if counts is None:
        return "-"
    number = str(counts.passed + counts.failed)
    return f"{number} (+{counts.skipped} skipped)" if counts.skipped else number
