"""Running a lane: its result is what its commands did, not what one of them says."""

from dataclasses import replace
from pathlib import Path

import pytest

from launch.interruption import Interruption
from launch.junit import Counts
from launch.lane_run import run
from launch.lanes import Lane

PASSING = "<testsuite><testcase/><testcase/></testsuite>"
FAILING = "<testsuite><testcase/><testcase><failure/></testcase></testsuite>"
EMPTY = "<testsuite/>"


def lane_of(*codes: str, results: str | None = "results.xml") -> Lane:
    return Lane("a", "b", tuple(("python", "-c", code) for code in codes), results=results)


def writing(results: str, code: int, folder: Path) -> str:
    return (
        f"open({str(folder / 'results.xml')!r}, 'w').write({results!r}); raise SystemExit({code})"
    )


@pytest.mark.parametrize(
    ("results", "code", "note", "counts"),
    [
        (PASSING, 0, "", Counts(2)),
        (FAILING, 1, "1 failed", Counts(1, 1)),
        (FAILING, 0, "1 failed", Counts(1, 1)),
        (PASSING, 1, "see above", Counts(2)),
        (EMPTY, 0, "ran no test", Counts()),
        ("", 0, "ended without results", None),
    ],
)
def test_a_lane_of_tests(
    tmp_path: Path, results: str, code: int, note: str, counts: Counts | None
) -> None:
    result = run(lane_of(writing(results, code, tmp_path)), tmp_path, Interruption())

    assert (result.note, result.failed, result.counts) == (note, bool(note), counts)
    assert result.ran


def test_all_commands_run_even_if_the_first_fails(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    second = f"open({str(trace)!r}, 'w')"

    result = run(lane_of("raise SystemExit(1)", second, results=None), tmp_path, Interruption())

    assert result.failed
    assert result.counts is None
    assert trace.exists()


def test_a_lane_without_results_passes_by_its_exit_codes(tmp_path: Path) -> None:
    assert not run(lane_of("", "", results=None), tmp_path, Interruption()).failed


@pytest.mark.parametrize(
    ("codes", "ran", "failed", "note"),
    [
        ((69,), False, False, "the stars cannot be reached"),
        ((0, 69), False, False, "the stars cannot be reached"),
        ((1, 69), True, True, "see above"),
        ((1,), True, True, "see above"),
        ((0,), True, False, ""),
    ],
)
def test_a_lane_whose_service_is_out_of_reach_did_not_run(
    tmp_path: Path, codes: tuple[int, ...], ran: bool, failed: bool, note: str
) -> None:
    lane = lane_of(*(f"raise SystemExit({code})" for code in codes), results=None)

    result = run(replace(lane, relies_on="the stars"), tmp_path, Interruption())

    assert (result.ran, result.failed, result.note) == (ran, failed, note)


def test_a_lane_that_relies_on_nothing_has_no_such_excuse(tmp_path: Path) -> None:
    result = run(lane_of("raise SystemExit(69)", results=None), tmp_path, Interruption())

    assert (result.ran, result.failed) == (True, True)


def test_a_lane_that_cannot_be_set_up_fails(tmp_path: Path) -> None:
    lane = Lane("a", "b", (("python", "-c", ""),), needs=("no-such-target",))

    result = run(lane, tmp_path, Interruption())

    assert (result.failed, result.note) == (True, "could not be set up")
