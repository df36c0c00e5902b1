"""Processes start in order and are restarted when they end."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.production.rehearsal.instances import assign_addresses
from tests.production.rehearsal.supervisor import StartError, Supervisor, in_start_order, running
from tests.production.rehearsal.tests.test_instances import service

LONG = (sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)")


def ignore(sentence: str) -> None:
    """Report nothing."""


def supervisor(folder: Path, **changes: object) -> Supervisor:
    return Supervisor({"api": service("api", command=LONG, **changes)}, folder, ignore)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_dependencies_start_first() -> None:
    proxy = service("proxy", depends_on={"api": "service_healthy"})
    api = service("api", depends_on={"postgres": "service_healthy"}, replicas=2)
    instances = assign_addresses(
        {each.name: each for each in (proxy, api, service("postgres"))}, "127.83"
    )
    assert [each.name for each in in_start_order(instances)] == [
        "postgres-1",
        "api-1",
        "api-2",
        "proxy-1",
    ]


def test_a_dependency_cycle_is_refused() -> None:
    one = service("one", depends_on={"two": "service_healthy"})
    two = service("two", depends_on={"one": "service_healthy"})
    with pytest.raises(ValueError, match=r"These depend on each other: one, two\."):
        in_start_order(assign_addresses({"one": one, "two": two}, "127.83"))


def test_a_killed_process_is_restarted(tmp_path: Path) -> None:
    with running(supervisor(tmp_path)) as site:
        (api,) = site.instances
        first = site.pid(api)
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while site.pid(api) == first:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        second = site.pid(api)
        assert alive(second)
    assert not alive(second), "it ends with the rehearsal"


def test_a_stopped_process_stays_down(tmp_path: Path) -> None:
    with running(supervisor(tmp_path)) as site:
        (api,) = site.instances
        first = site.pid(api)
        site.stop_one(api)
        assert not alive(first)
        site.restart_ended()
        assert not alive(first)
        site.start_one(api)
        assert alive(site.pid(api))


def test_a_failed_step_shows_its_output(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "print('no such table'); raise SystemExit(1)")
    step = service("migrate", command=command, restarts=False)
    site = Supervisor({"migrate": step}, tmp_path, ignore)
    with pytest.raises(StartError, match=r"migrate-1 failed\.\nno such table"), running(site):
        pass


def test_a_process_that_is_never_ready_shows_its_output(tmp_path: Path) -> None:
    waiting = "import pathlib, sys; sys.exit(not pathlib.Path('ready').exists())"
    asked = (sys.executable, "-c", waiting)
    site = supervisor(tmp_path, health_command=asked, image="other:1")
    (tmp_path / "api-1").mkdir()
    (tmp_path / "api-1" / "ready").touch()
    (api,) = site.instances
    try:
        site.start_one(api)
        (tmp_path / "api-1" / "ready").unlink()
        with pytest.raises(StartError, match=r"api-1 did not get ready\.\nhere"):
            site.wait_until_ready(api, seconds=1)
    finally:
        site.end()
