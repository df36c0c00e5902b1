"""The Swarm's file and systemd's units start what compose.yaml starts, and tell it the same."""

import configparser
from typing import Any

import pytest
import yaml

from launch.paths import ROOT
from rehearse.interpolation import interpolate

DEPLOY = ROOT / "deploy"
# Told by secrets in a Swarm, and not by the environment.
SECRETS = {"SECRET_KEY", "DATABASE_URL", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"}
SET = {
    name: name.lower()
    for name in (
        "SITE_NAME",
        "API_NAME",
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "API_IMAGE",
        "WEB_IMAGE",
    )
}
SAME = ("image", "command", "healthcheck", "stop_grace_period")


def services(file: str) -> dict[str, Any]:
    return dict(yaml.safe_load(interpolate((DEPLOY / file).read_text(), SET))["services"])


def health(service: dict[str, Any]) -> list[str]:
    return list(service.get("healthcheck", {}).get("test", []))


def replicas(service: dict[str, Any]) -> int:
    return int(service.get("deploy", {}).get("replicas", 1))


def told(service: dict[str, Any]) -> dict[str, str]:
    return {
        name: value for name, value in service.get("environment", {}).items() if name not in SECRETS
    }


def test_a_swarm_runs_the_services_of_the_compose_file() -> None:
    compose, stack = services("compose.yaml"), services("stack.yaml")
    assert stack.keys() == compose.keys()
    for name, service in compose.items():
        other = stack[name]
        for key in ("image", "command", "stop_grace_period"):
            assert other.get(key) == service.get(key), (name, key)
        assert told(other) == told(service), name
        assert health(other) == health(service), name
        assert replicas(other) == replicas(service), name


def test_in_a_swarm_no_secret_stands_in_the_environment() -> None:
    for service in services("stack.yaml").values():
        assert (
            not {"SECRET_KEY", "DATABASE_URL", "POSTGRES_PASSWORD"}
            & service.get("environment", {}).keys()
        )


def test_in_a_swarm_servers_are_replaced_one_after_the_other() -> None:
    for name in ("api", "web"):
        rolling = services("stack.yaml")[name]["deploy"]["update_config"]
        assert rolling["parallelism"] == 1
        assert rolling["order"] == "start-first"
        assert rolling["failure_action"] == "rollback"


@pytest.mark.parametrize("name", ["api", "web"])
def test_systemd_starts_the_same_servers(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # names keep their case
    unit.read(DEPLOY / "systemd" / f"latchkey-{name}@.service")
    started = unit["Service"]["ExecStart"]
    if started.startswith('/bin/sh -c "exec '):
        started = started.removeprefix('/bin/sh -c "exec ').removesuffix('"')
    program, _, arguments = started.partition(" ")
    compose_program, _, compose_arguments = services("compose.yaml")[name]["command"].partition(" ")
    assert program.rpartition("/")[2] == compose_program
    assert arguments == compose_arguments
