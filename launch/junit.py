"""Reading the results that test runners write as JUnit XML."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """How many tests went how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )


def read(path: Path) -> Counts | None:
    """Count the test cases of a results file; None when there is none that can be read."""
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - our own tools wrote it
    except (OSError, ElementTree.ParseError):
        return None
    # Each case is looked at, because a case that fails and then errors in its clean-up would be
    # counted twice by the totals in the file.
    counts = Counts()
    for case in root.iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            counts += Counts(failed=1)
        elif "skipped" in outcomes:
            counts += Counts(skipped=1)
        else:
            counts += Counts(passed=1)
    return counts
