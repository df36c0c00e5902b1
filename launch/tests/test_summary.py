"""The table, the last line and the exit code."""

from launch.junit import Counts
from launch.summary import Result, exit_code, last_line, table

PASSED = Result("backend", "SQLite", counts=Counts(passed=200), seconds=31.4)
LINTED = Result("lint-python", "ruff, mypy", seconds=8)
FAILED = Result(
    "frontend", "Vitest", note="2 failed", failed=True, counts=Counts(70, 2, 1), seconds=9
)
DIED = Result("browser", "Chromium", note="ended without results", failed=True, seconds=3)
LEFT_OUT = Result("backend-services", "PostgreSQL, Redis", note="set TEST_REDIS_URL", ran=False)


def test_all_is_well() -> None:
    results = [LINTED, PASSED]
    assert last_line(results) == "200 passed, 0 failed"
    assert exit_code(results) == 0


def test_a_failed_test_fails_the_whole() -> None:
    results = [LINTED, PASSED, FAILED]
    assert last_line(results) == "270 passed, 2 failed"
    assert exit_code(results) == 1


def test_a_lane_that_died_counts_as_a_failure() -> None:
    results = [PASSED, DIED]
    assert last_line(results) == "200 passed, 1 failed"
    assert exit_code(results) == 1


def test_a_lane_that_failed_although_its_tests_passed_counts_as_a_failure() -> None:
    results = [Result("backend", "SQLite", note="see above", failed=True, counts=Counts(5))]
    assert last_line(results) == "5 passed, 1 failed"
    assert exit_code(results) == 1


def test_a_lane_left_out_is_no_failure_unless_it_was_required() -> None:
    assert exit_code([PASSED, LEFT_OUT]) == 0

    required = Result("backend-services", "PostgreSQL", note="required", ran=False, failed=True)
    assert exit_code([PASSED, required]) == 1
    assert last_line([PASSED, required]) == "200 passed, 1 failed"


def test_the_table() -> None:
    lines = [line.rstrip() for line in table([LINTED, PASSED, FAILED, LEFT_OUT]).splitlines()]
    assert lines[0].split() == ["Lane", "Ran", "on", "Result", "Tests", "Seconds"]
    assert lines[2].split() == ["lint-python", "ruff,", "mypy", "passed", "-", "8"]
    assert lines[3].split() == ["backend", "SQLite", "passed", "200", "31"]
    assert lines[4].split()[1:] == [
        "Vitest",
        "FAILED:",
        "2",
        "failed",
        "72",
        "(+1",
        "skipped)",
        "9",
    ]
    assert "not run: set TEST_REDIS_URL" in lines[5]
    assert len({len(line) for line in table([LINTED, PASSED, FAILED]).splitlines()}) == 1
