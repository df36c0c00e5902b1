"""stack.yaml runs the services of compose.yaml in a Swarm, with the same settings."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from launch.paths import ROOT
from tests.production.deploy_files import DEPLOY, services
from tests.production.rehearsal.compose import seconds
from tests.production.rehearsal.layouts import LAYOUTS

# In a Swarm these are secrets, not environment variables.
SECRETS = {
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_REPLICA_URLS"),
    *("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "REDIS_URL", "EMAIL_URL"),
}


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


def test_a_swarm_replaces_servers_one_by_one() -> None:
    for name in ("api", "web", "worker"):
        rolling = services("stack.yaml")[name]["deploy"]["update_config"]
        assert rolling["parallelism"] == 1
        assert rolling["order"] == "start-first"
        assert rolling["failure_action"] == "rollback"


def test_a_swarm_waits_for_migrations() -> None:
    """A swarm routes to a new server, and ends an old one, only after the health check passes."""
    api = services("stack.yaml")["api"]
    assert "/api/health/ready" in (DEPLOY / "health" / "api.py").read_text()
    assert health(api)[-1] == "deploy/health/api.py"
    for name in ("api", "worker"):
        health_check = services("stack.yaml")[name]["healthcheck"]
        assert seconds(health_check["start_period"]) >= 30 * 60


def documented_export(variable: str) -> str:
    """The line of docs/deploy.md that exports a variable."""
    text = (ROOT / "docs" / "deploy.md").read_text()
    [line] = re.findall(rf"^export {variable}=.+", text, re.MULTILINE)
    return str(line)


def digest(root: Path) -> str:
    """The suffix of the config names, for the files of this copy."""
    shell = ["bash", "-c", f'{documented_export("PROXY_FILES")}; printf %s "$PROXY_FILES"']
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
