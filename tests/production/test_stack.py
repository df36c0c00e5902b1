"""stack.yaml and the systemd units start the processes of compose.yaml, with the same settings."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from backup import EXCLUDED_TABLES
from backup.postgresql import EMPTY_SCHEMA
from doctor.checks.api_urls import API_URL_VARIABLES
from doctor.checks.origins import COOKIE_PREFIX, FRONTEND_ORIGIN
from launch.paths import ROOT
from tests.production.rehearsal.compose import interpolate, seconds
from tests.production.rehearsal.layouts import LAYOUTS

DEPLOY = ROOT / "deploy"
# In a Swarm these are secrets, not environment variables.
SECRETS = {
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_REPLICA_URLS"),
    *("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "REDIS_URL"),
}
SET = {
    name: name.lower()
    for name in (
        "SITE_NAME",
        "API_NAME",
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "API_IMAGE",
        "WEB_IMAGE",
        "PROXY_FILES",
    )
}
# The sandboxing options of the systemd units.
CONFINED = (
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
SAME = ("image", "command", "healthcheck", "stop_grace_period")


def services(file: str) -> dict[str, Any]:
    return dict(yaml.safe_load(interpolate((DEPLOY / file).read_text(), SET))["services"])


def health(service: dict[str, Any]) -> list[str]:
    return list(service.get("healthcheck", {}).get("test", []))


def replicas(service: dict[str, Any]) -> int:
    return int(service.get("deploy", {}).get("replicas", 1))


def plain_environment(service: dict[str, Any]) -> dict[str, str]:
    return {
        name: value for name, value in service.get("environment", {}).items() if name not in SECRETS
    }


def test_a_swarm_runs_the_same_services() -> None:
    compose, stack = services("compose.yaml"), services("stack.yaml")
    assert stack.keys() == compose.keys()
    for name, service in compose.items():
        other = stack[name]
        for key in ("image", "command", "stop_grace_period"):
            assert other.get(key) == service.get(key), (name, key)
        assert plain_environment(other) == plain_environment(service), name
        assert health(other) == health(service), name
        assert replicas(other) == replicas(service), name


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


@pytest.mark.parametrize("file", ["compose.yaml", "stack.yaml"])
def test_a_start_interval_has_a_start_period(file: str) -> None:
    """Compose 2.40 refuses a start interval without a start period."""
    for name, service in services(file).items():
        health = service.get("healthcheck", {})
        assert "start_interval" not in health or "start_period" in health, name


@pytest.mark.parametrize("file", ["compose.yaml", "stack.yaml"])
def test_messages_of_variables_have_no_hyphen(file: str) -> None:
    """`docker stack` reads a hyphen in the message as the operator of a default value.

    See https://github.com/docker/cli/issues/7313.
    """
    words = re.findall(r"\$\{\w+:\?([^}]*)\}", (DEPLOY / file).read_text())
    assert words
    assert [each for each in words if "-" in each] == []


def test_a_swarm_keeps_secrets_out_of_environments() -> None:
    compose, stack = services("compose.yaml"), services("stack.yaml")
    for name, service in stack.items():
        assert service.get("environment", {}).keys() & SECRETS <= {"POSTGRES_PASSWORD_FILE"}
        # They are Docker secrets or configs.
        secret = {each for each in compose[name].get("environment", {}) if each in SECRETS}
        files = {each["source"] for each in compose[name].get("configs", [])}
        assert {each.lower() for each in secret} | files == set(service.get("secrets", []))


def test_the_proxys_memory_is_limited() -> None:
    """Older versions of Caddy do not limit the time that a body takes."""
    caddy = unit("caddy.service.d/latchkey.conf")["Service"]
    assert caddy["Restart"] == "always"
    limits = [
        services(file)["proxy"]["deploy"]["resources"]["limits"]["memory"]
        for file in ("compose.yaml", "stack.yaml")
    ]
    assert [caddy["MemoryMax"], *limits] == ["512M"] * 3


def test_a_swarm_replaces_servers_one_by_one() -> None:
    for name in ("api", "web"):
        rolling = services("stack.yaml")[name]["deploy"]["update_config"]
        assert rolling["parallelism"] == 1
        assert rolling["order"] == "start-first"
        assert rolling["failure_action"] == "rollback"


def test_a_swarm_waits_for_migrations() -> None:
    """A swarm routes to a new server, and ends an old one, only after the health check passes."""
    api = services("stack.yaml")["api"]
    assert "/api/health/ready" in (DEPLOY / "health" / "api.py").read_text()
    assert health(api)[-1] == "deploy/health/api.py"
    assert seconds(api["healthcheck"]["start_period"]) >= 30 * 60


def pasted(variable: str) -> str:
    """The line of docs/deploy.md that exports it."""
    text = (ROOT / "docs" / "deploy.md").read_text()
    [line] = re.findall(rf"^export {variable}=.+", text, re.MULTILINE)
    return str(line)


def digest(root: Path) -> str:
    """The suffix of the config names, for the files of this copy."""
    shell = ["bash", "-c", f'{pasted("PROXY_FILES")}; printf %s "$PROXY_FILES"']
    return subprocess.run(shell, cwd=root, capture_output=True, text=True, check=True).stdout


def test_a_changed_proxy_file_changes_its_config_name(
    tmp_path: Path,
) -> None:
    configs = yaml.safe_load((DEPLOY / "stack.yaml").read_text())["configs"]
    assert len({config["name"] for config in configs.values()}) == len(configs) == 4
    for config in configs.values():
        assert "_${PROXY_FILES:?" in config["name"]
        # A variable that selects a file is part of the name.
        assert set(re.findall(r"\$\{[^}]+\}", config["file"])) <= set(
            re.findall(r"\$\{[^}]+\}", config["name"])
        )

    shutil.copytree(DEPLOY, tmp_path / "deploy")
    found = {digest(tmp_path)}
    buffers = [f"buffers/{file.name}" for file in (DEPLOY / "buffers").iterdir()]
    files = ["Caddyfile", "503.html", *(f"layouts/{layout}" for layout in LAYOUTS), *buffers]
    for file in files:
        with (tmp_path / "deploy" / file).open("a") as changed:
            changed.write("\n")
        found.add(digest(tmp_path))
    assert len(found) == 1 + len(files)
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in found)


# The commands with which Compose and a Swarm run a program in the database's container.
IN_DATABASE = [
    "docker compose exec --no-TTY postgres ",
    'docker exec "$(docker ps --quiet --filter name=latchkey_postgres)" ',
]


def in_database(command: str) -> list[list[str]]:
    """The matching commands of docs/operations.md, for Compose and for a Swarm, as words."""
    text = (ROOT / "docs" / "operations.md").read_text().replace("--interactive ", "")
    found = [re.findall(rf"{re.escape(by)}({command})", text, re.DOTALL) for by in IN_DATABASE]
    return [shlex.split(each.replace("\\\n", "")) for [each] in found]


def options(program: str) -> set[str]:
    """The options of `manage.py backup` and `restore`, without files and connection."""
    source = (ROOT / "backend" / "backup" / "postgresql.py").read_text()
    call = source[source.index(f'"{program}", ') :]
    return set(
        re.findall(r'"(--[A-Za-z_=1-]+[a-z1])"', call[: call.index("\n\n")].split("_run(")[0])
    )


def test_backups_in_containers_use_the_same_options() -> None:
    """The API's image lacks the programs that `manage.py backup` and `restore` run."""
    environment = services("compose.yaml")["postgres"]["environment"]
    name = environment["POSTGRES_DB"]
    user = {"--username", environment["POSTGRES_USER"]}

    by_compose, by_swarm = in_database(r"pg_dump [^>]+")
    assert by_compose == by_swarm
    excluded = {f"--exclude-table-data={table}" for table in EXCLUDED_TABLES}
    assert set(by_compose) == {"pg_dump", *user, *options("pg_dump"), *excluded, name}

    by_compose, by_swarm = in_database(r"sh -ec '.+?'")
    assert by_compose == by_swarm
    first, second, _ = by_compose[2].strip().split("\n")
    assert set(shlex.split(first)) == {
        *("pg_restore", "--file=/tmp/script.sql"),
        *options("pg_restore"),
    }
    assert set(shlex.split(second)) == {
        *("psql", *user, "--dbname", name, *options("psql")),
        *(f"--command={EMPTY_SCHEMA}", "--file=/tmp/script.sql"),
    }


def test_the_installation_creates_the_backup_folder() -> None:
    installation = (ROOT / "docs" / "deploy.md").read_text()
    service = unit("latchkey-backup.service")["Service"]
    folder = f"/var/lib/{service['StateDirectory']}"
    owner = f"--owner {service['User']} --group {service['Group']}"
    mode = service["StateDirectoryMode"].lstrip("0")
    assert f"sudo install --directory {owner} --mode {mode} {folder}\n" in installation
    assert f" backup {folder} " in service["ExecStart"]
    assert f"manage backup {folder} " in (ROOT / "docs" / "operations.md").read_text()


def unit(name: str) -> configparser.ConfigParser:
    """Parse a systemd unit, such as `latchkey-api@.service`."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their case
    parser.read(DEPLOY / "systemd" / name)
    return parser


def started_by_systemd(name: str) -> str:
    """The command of a server, with paths in the repository."""
    service = unit(f"latchkey-{name}@.service")["Service"]
    command = service["ExecStart"]
    if command.startswith('/bin/sh -c "exec '):
        command = command.removeprefix('/bin/sh -c "exec ').removesuffix('"')
    if name == "web":
        source, copy = service["ExecStartPre"].removeprefix("/bin/cp --recursive ").split()
        command = command.replace(copy, source.removesuffix("/."))
    return command


@pytest.mark.parametrize("name", ["api", "web"])
def test_systemd_starts_the_same_servers(name: str) -> None:
    program, _, arguments = started_by_systemd(name).partition(" ")
    compose_program, _, compose_arguments = services("compose.yaml")[name]["command"].partition(" ")
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


@pytest.mark.parametrize(("name", "step"), [("api@", "ExecStartPre"), ("clear", "ExecCondition")])
def test_systemd_waits_for_migrations(name: str, step: str) -> None:
    """New code arrives before its migrations, and a restart in between would run it."""
    service = unit(f"latchkey-{name}.service")["Service"]
    migrate = unit("latchkey-migrate.service")["Service"]["ExecStart"]
    assert service[step] == migrate.replace("--no-input", "--check")


@pytest.mark.parametrize("name", ["api", "web"])
def test_systemd_always_restarts_a_server(name: str) -> None:
    file = unit(f"latchkey-{name}@.service")
    assert file["Service"]["Restart"] == "always"
    assert file["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.parametrize("name", ["web@", "backup", "clear", "migrate"])
def test_systemd_confines_every_process(name: str) -> None:
    api = unit("latchkey-api@.service")["Service"]
    other = unit(f"latchkey-{name}.service")["Service"]
    assert [(key, other[key]) for key in CONFINED] == [(key, api[key]) for key in CONFINED]
