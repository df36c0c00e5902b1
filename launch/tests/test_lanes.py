"""Which lanes run, and on what."""

from dataclasses import replace
from pathlib import Path

import pytest

from launch.checks import UnknownLaneError, chosen, insisted, left_out
from launch.lanes import Lane, all_lanes, environment, ran_on
from launch.summary import Result

SCRATCH = Path("/scratch")
LANES = {lane.name: lane for lane in all_lanes(SCRATCH)}
SERVICES = LANES["backend-services"]
BOTH = {
    "TEST_DATABASE_URL": "postgres://postgres@127.0.0.1/test",
    "TEST_REDIS_URL": "redis://127.0.0.1/9",
}


@pytest.mark.parametrize("lane", LANES.values(), ids=list(LANES))
def test_no_lane_gets_the_database_or_redis_someone_works_with(lane: Lane) -> None:
    theirs = {"DATABASE_URL": "postgres://theirs", "REDIS_URL": "redis://theirs"}

    for environ in (theirs, theirs | BOTH):
        assert "theirs" not in "".join(environment(lane, environ, SCRATCH).values())


def test_without_servers_a_lane_runs_on_a_database_of_its_own() -> None:
    environ = environment(LANES["backend"], BOTH, SCRATCH)

    assert environ["DATABASE_URL"] == "sqlite:////scratch/test.sqlite3"
    assert "REDIS_URL" not in environ


def test_the_services_lane_runs_on_the_servers_that_are_named() -> None:
    environ = environment(SERVICES, BOTH, SCRATCH)

    assert environ["DATABASE_URL"] == BOTH["TEST_DATABASE_URL"]
    assert environ["REDIS_URL"] == BOTH["TEST_REDIS_URL"]
    assert ran_on(SERVICES, BOTH) == "PostgreSQL, Redis"
    assert left_out(SERVICES, BOTH, ["backend-services"]) is None


def test_one_server_is_enough_unless_the_lane_is_required() -> None:
    environ = {"TEST_REDIS_URL": "redis://127.0.0.1/9"}

    assert left_out(SERVICES, environ, []) is None
    assert ran_on(SERVICES, environ) == "SQLite, Redis"

    result = left_out(SERVICES, environ, ["backend-services"])
    assert result is not None
    assert (result.ran, result.failed) == (False, True)
    assert result.note == "required, set TEST_DATABASE_URL"


def test_a_lane_without_its_servers_says_how_to_switch_it_on() -> None:
    result = left_out(SERVICES, {"TEST_REDIS_URL": ""}, [])

    assert result is not None
    assert (result.ran, result.failed) == (False, False)
    assert result.note == "set TEST_DATABASE_URL and TEST_REDIS_URL"


def test_a_lane_that_could_find_out_nothing_fails_only_where_it_must_run() -> None:
    unknown = Result("audit", "npm", note="the database cannot be reached", ran=False)
    clean = Result("audit", "npm")

    assert insisted(unknown, ["backend-services"]) == unknown
    assert insisted(unknown, ["audit"]) == replace(
        unknown, note="required, the database cannot be reached", failed=True
    )
    assert insisted(clean, ["audit"]) == clean


def test_a_lane_that_needs_no_server_always_runs() -> None:
    assert left_out(LANES["backend"], {}, ["backend"]) is None


def test_lanes_are_chosen_by_name() -> None:
    lanes = list(LANES.values())

    assert chosen(lanes, []) == lanes
    assert [lane.name for lane in chosen(lanes, ["frontend", "backend"])] == ["frontend", "backend"]
    with pytest.raises(UnknownLaneError, match=r"no lane 'frontent'\. There are: lint-python, "):
        chosen(lanes, ["frontent"])


def test_the_options_of_this_make_do_not_reach_a_make_in_a_test() -> None:
    outer = {"MAKEFLAGS": "-- PORT=1", "MAKELEVEL": "1", "MFLAGS": "-k", "PORT": "1"}

    assert outer.keys().isdisjoint(environment(LANES["browser"], outer, SCRATCH))
