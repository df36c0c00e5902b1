"""The systemd units start the processes of compose.yaml, with the same settings."""

import re

import pytest

from doctor.checks.api_urls import API_URL_VARIABLES
from doctor.checks.origins import COOKIE_PREFIX, FRONTEND_ORIGIN
from tests.production.deploy_files import DEPLOY, services, unit

# The sandboxing options of the systemd units.
SANDBOX_OPTIONS = (
    "NoNewPrivileges",
    "ProtectSystem",
    "ProtectHome",
    "PrivateTmp",
    "PrivateDevices",
    "ProtectKernelTunables",
    "ProtectKernelModules",
    "ProtectControlGroups",
    "RestrictAddressFamilies",
    "RestrictNamespaces",
    "LockPersonality",
    "SystemCallArchitectures",
    "CapabilityBoundingSet",
)


def test_the_doctor_sees_the_settings_of_nuxt() -> None:
    """It runs with the API and checks the settings of Nuxt."""
    compose = services("compose.yaml")
    for name in (*API_URL_VARIABLES, COOKIE_PREFIX, FRONTEND_ORIGIN):
        assert compose["api"]["environment"][name] == compose["web"]["environment"][name]
    for server in ("api", "web"):
        file = (DEPLOY / "systemd" / f"latchkey-{server}@.service").read_text()
        assert "EnvironmentFile=/etc/latchkey/web.env\n" in file
    example = (DEPLOY / "systemd" / "web.env.example").read_text()
    for name in (API_URL_VARIABLES[0], COOKIE_PREFIX, FRONTEND_ORIGIN):
        assert f"\n{name}=" in example


def test_the_proxys_memory_is_limited() -> None:
    """Older versions of Caddy do not limit the time that a body takes."""
    caddy = unit("caddy.service.d/latchkey.conf")["Service"]
    assert caddy["Restart"] == "always"
    limits = [
        services(file)["proxy"]["deploy"]["resources"]["limits"]["memory"]
        for file in ("compose.yaml", "stack.yaml")
    ]
    assert [caddy["MemoryMax"], *limits] == ["512M"] * 3


def started_by_systemd(name: str) -> str:
    """The command of a server, with paths in the repository."""
    service = unit(f"latchkey-{name}.service")["Service"]
    command = service["ExecStart"]
    if command.startswith('/bin/sh -c "exec '):
        command = command.removeprefix('/bin/sh -c "exec ').removesuffix('"')
    if name == "web@":
        source, copy = service["ExecStartPre"].removeprefix("/bin/cp --recursive ").split()
        command = command.replace(copy, source.removesuffix("/."))
    return command


@pytest.mark.parametrize("name", ["api@", "web@", "worker"])
def test_systemd_starts_the_same_servers(name: str) -> None:
    program, _, arguments = started_by_systemd(name).partition(" ")
    command = services("compose.yaml")[name.rstrip("@")]["command"]
    compose_program, _, compose_arguments = command.partition(" ")
    assert program.rpartition("/")[2] == compose_program
    assert arguments == compose_arguments


def variables_of_systemd(name: str) -> set[str]:
    """The variables in the files of a process, set or commented out."""
    variable = r"([A-Z_]+)="
    example = (DEPLOY / "systemd" / f"{name}.env.example").read_text()
    unit = DEPLOY / "systemd" / f"latchkey-{name}@.service"
    in_unit = re.findall(r"Environment=(.+)", unit.read_text()) if unit.exists() else []
    in_file = re.findall(rf"^(?:# )?{variable}", example, re.MULTILINE)
    return {*in_file, *(each for line in in_unit for each in re.findall(rf"\b{variable}", line))}


@pytest.mark.parametrize("name", ["api", "web", "proxy"])
def test_systemd_sets_the_same_variables(name: str) -> None:
    by_compose = set(services("compose.yaml")[name]["environment"])
    # There metrics use the loopback, the default, and the API reads web.env too.
    in_web_env = {*API_URL_VARIABLES, COOKIE_PREFIX, FRONTEND_ORIGIN} if name == "api" else set()
    elsewhere = {"METRICS_HOST", "NUXT_METRICS_HOST", *in_web_env}
    assert variables_of_systemd(name) == by_compose - elsewhere


def test_the_target_starts_every_server() -> None:
    wanted = unit("latchkey.target")["Unit"]["Wants"].split()
    assert wanted == [
        *("latchkey-api@1.service", "latchkey-api@2.service"),
        *("latchkey-web@1.service", "latchkey-web@2.service"),
        "latchkey-worker.service",
    ]
    for name in ("api@", "web@", "worker"):
        assert unit(f"latchkey-{name}.service")["Unit"]["PartOf"] == "latchkey.target"


def test_the_proxy_has_all_its_variables() -> None:
    """Caddy silently treats an unset variable as empty."""
    files = [DEPLOY / "Caddyfile", *DEPLOY.glob("layouts/*"), *DEPLOY.glob("buffers/*")]
    asked = {name for file in files for name in re.findall(r"\{\$(\w+)", file.read_text())}
    example = (DEPLOY / "systemd" / "proxy.env.example").read_text()
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert asked == set(services("compose.yaml")["proxy"]["environment"])


def test_a_server_runs_from_a_copy_of_the_build() -> None:
    """systemd copies the build for each server, so that a new build changes no running one."""
    service = unit("latchkey-web@.service")["Service"]
    copy = f"/run/{service['RuntimeDirectory']}"
    assert copy.endswith("-%i")
    assert service["ExecStartPre"] == f"/bin/cp --recursive frontend/.output/. {copy}"
    assert f" {copy}/server/" in service["ExecStart"]
    assert "frontend/" not in service["ExecStart"]


@pytest.mark.parametrize(
    ("name", "step"),
    [("api@", "ExecStartPre"), ("worker", "ExecStartPre"), ("clear", "ExecCondition")],
)
def test_systemd_waits_for_migrations(name: str, step: str) -> None:
    """New code arrives before its migrations, and a restart in between would run it."""
    service = unit(f"latchkey-{name}.service")["Service"]
    migrate = unit("latchkey-migrate.service")["Service"]["ExecStart"]
    assert service[step] == migrate.replace("--no-input", "--check")


@pytest.mark.parametrize("name", ["api@", "web@", "worker"])
def test_systemd_always_restarts_a_server(name: str) -> None:
    file = unit(f"latchkey-{name}.service")
    assert file["Service"]["Restart"] == "always"
    assert file["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.parametrize("name", ["web@", "worker", "backup", "clear", "migrate"])
def test_systemd_confines_every_process(name: str) -> None:
    api = unit("latchkey-api@.service")["Service"]
    other = unit(f"latchkey-{name}.service")["Service"]
    assert [(key, other[key]) for key in SANDBOX_OPTIONS] == [
        (key, api[key]) for key in SANDBOX_OPTIONS
    ]
