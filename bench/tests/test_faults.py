"""The effects of a fault are compared with the targets."""

from dataclasses import replace

import pytest

from bench.faults import Fault, evaluate
from bench.tests.outcomes import read, write
from bench.traffic.outcome import Outcome

KILLED = Fault("killed", lambda supervisor: None)
LOST_DATABASE = Fault("no database", lambda supervisor: None, loses_database=True)
SUCCESSES = [read(1), read(12), read(20)]
CLEAR = read(11, problem="503", outage_message=True)
UNCLEAR = read(11, problem="500")


def reached(fault: Fault, *outcomes: Outcome, lost: int = 0, out: int = 0) -> bool:
    return evaluate(fault, [*SUCCESSES[:1], *outcomes, *SUCCESSES[1:]], 10, lost, out).reached


@pytest.mark.parametrize("fault", [KILLED, LOST_DATABASE])
def test_a_run_without_failures_reaches_the_target(fault: Fault) -> None:
    assert reached(fault)


def test_reads_may_fail_without_a_database() -> None:
    assert not reached(KILLED, CLEAR)
    assert reached(LOST_DATABASE, CLEAR)
    assert not reached(LOST_DATABASE, UNCLEAR)


@pytest.mark.parametrize("fault", [KILLED, LOST_DATABASE])
def test_no_acknowledged_write_may_be_lost(fault: Fault) -> None:
    failed = write(11, problem="503")

    assert reached(fault, failed)
    assert not reached(fault, failed, lost=1)


@pytest.mark.parametrize("fault", [KILLED, LOST_DATABASE])
def test_no_user_may_be_logged_out(fault: Fault) -> None:
    assert not reached(fault, out=1)
    assert not reached(fault, write(11, problem="403 not_authenticated", logged_out=True))


@pytest.mark.parametrize("fault", [KILLED, LOST_DATABASE])
def test_a_site_that_does_not_recover_misses_the_target(fault: Fault) -> None:
    last = replace(CLEAR, writes=True, due=30)

    assert not evaluate(fault, [*SUCCESSES, last], 10, 0, 0).reached


def test_the_row_has_every_count() -> None:
    failed = [CLEAR, UNCLEAR, write(11, problem="503", outage_message=True)]
    found = evaluate(LOST_DATABASE, [*failed, *SUCCESSES], 10, 0, 0)

    assert found.row() == [
        *("no database", "6", "2", "1", "1", "0", "0", "2.0"),
        "no read fails without a clear 503 MISSED",
    ]
