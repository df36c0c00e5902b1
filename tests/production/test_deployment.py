"""The files in deploy/ are valid, agree with each other and with docs/deploy.md."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from launch.paths import ROOT, python_bin
from launch.run import read_procfile
from tests.production.rehearsal import programs
from tests.production.rehearsal.layouts import LAYOUTS, Address
from tests.production.rehearsal.site import Site


def ignore(sentence: str) -> None:
    """Report nothing."""


@pytest.fixture(params=LAYOUTS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site in each layout, not started."""
    address = Address("example.com")
    site = Site(request.param, address, listen=(8080, 8443), folder=tmp_path, report=ignore)
    yield site
    site.supervisor.end()


def test_caddy_understands_its_file(site: Site, tmp_path: Path) -> None:
    (proxy,) = site.supervisor.of("proxy")
    folder = tmp_path / proxy.name
    check = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", proxy.command[-1]],
        env=programs.environment(proxy, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr


def handlers(config: Any) -> Iterator[dict[str, Any]]:
    """Every handler in a Caddy configuration."""
    if isinstance(config, dict):
        if "handler" in config:
            yield config
        for value in config.values():
            yield from handlers(value)
    elif isinstance(config, list):
        for value in config:
            yield from handlers(value)


def test_caddy_2_6_does_not_retry_buffered_bodies(site: Site, tmp_path: Path) -> None:
    """A retry would send what is in the buffer then: the body of another visitor."""
    (proxy,) = site.supervisor.of("proxy")
    adapt = subprocess.run(
        ["caddy", "adapt", "--adapter", "caddyfile", "--config", proxy.command[-1]],
        env=programs.environment(proxy, tmp_path / proxy.name),
        capture_output=True,
        text=True,
        check=True,
    )
    proxies = [each for each in handlers(json.loads(adapt.stdout)) if "upstreams" in each]
    buffered = [each for each in proxies if {"buffer_requests", "request_buffers"} & each.keys()]
    assert buffered
    if programs.caddy_version() == "2.6":
        assert [each for each in buffered if "try_duration" in each["load_balancing"]] == []


CADDY_FILES = [
    ROOT / "deploy" / "Caddyfile",
    *ROOT.glob("deploy/layouts/*"),
    *ROOT.glob("deploy/buffers/*"),
]


@pytest.mark.parametrize("file", CADDY_FILES, ids=lambda file: file.name)
def test_caddy_files_are_formatted(file: Path) -> None:
    laid_out = subprocess.run(["caddy", "fmt", file], capture_output=True, text=True, check=False)
    assert file.read_text() == laid_out.stdout


def test_make_run_uses_the_same_commands(site: Site) -> None:
    services = site.supervisor.services
    commands = read_procfile(ROOT / "Procfile")
    assert commands.keys() == {"api", "web", "worker"}
    for name in commands:
        assert " ".join(services[name].command) == commands[name].removeprefix("exec ")


def test_each_server_has_two_replicas(site: Site) -> None:
    services = site.supervisor.services
    assert services["api"].replicas == 2
    assert services["web"].replicas == 2


def test_a_missing_program_is_named_with_its_package() -> None:
    with pytest.raises(programs.ProgramsMissingError, match=r"sudo apt install the-package$"):
        programs.require({"no-such-program": "the-package", "sh": "dash"})


def test_an_unsupported_caddy_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caddy = tmp_path / "caddy"
    caddy.write_text("#!/bin/sh\necho 'v2.8.4 h1:abc='\n")
    caddy.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(programs.ProgramsMissingError) as refused:
        programs.require({"caddy": "caddy"})
    assert str(refused.value) == (
        f"{caddy} is version v2.8.4; the rehearsal needs 2.6 or 2.11. "
        "Put a supported Caddy first in PATH: docs/deploy.md, The proxy."
    )


def test_files_ignored_by_git_are_in_no_image() -> None:
    git, docker = (
        (ROOT / name).read_text().splitlines() for name in (".gitignore", ".dockerignore")
    )
    # Patterns with a leading slash do not match in the copied folders.
    left_out = [pattern.rstrip("/") for pattern in git if not pattern.startswith("/")]
    assert left_out
    assert [pattern for pattern in left_out if f"**/{pattern}" not in docker] == []


@pytest.mark.parametrize("name", ["compose", "stack"])
def test_docker_files_follow_the_specification(name: str) -> None:
    file = ROOT / "deploy" / f"{name}.yaml"
    check = subprocess.run(
        [python_bin() / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout


def test_systemd_understands_its_units(tmp_path: Path) -> None:
    """Checked with the paths of this machine."""
    units = tmp_path / "etc" / "systemd" / "system"
    shutil.copytree(ROOT / "deploy" / "systemd", units)
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr" / "lib" / "systemd" / "system")
    for program in ("srv/latchkey/.venv/bin/python", "bin/sh", "bin/cp"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).touch(0o755)
    # systemd checks a template by one of its instances.
    names = [file.name.replace("@.", "@1.") for file in units.glob("latchkey*")]
    options = ["--man=no", "--recursive-errors=no", f"--root={tmp_path}"]
    check = subprocess.run(
        ["systemd-analyze", "verify", *options, *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode, check.stderr) == (0, "")


@pytest.mark.parametrize("name", ["api", "web"])
def test_the_images_pass_the_linter(name: str) -> None:
    file = ROOT / "deploy" / "images" / f"{name}.Dockerfile"
    check = subprocess.run(
        [python_bin() / "hadolint", file], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


def pasted() -> list[str]:
    """The blocks of docs/deploy.md to paste on a server without containers."""
    text = (ROOT / "docs" / "deploy.md").read_text()
    section = text[text.index("## One server, no containers") : text.index("## Docker Compose")]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 4, "variables, installation, first account, update"
    return blocks


@pytest.mark.parametrize("block", [1, 3], ids=["installation", "update"])
def test_pasted_blocks_end_at_the_first_failure(block: int, tmp_path: Path) -> None:
    """The first command that reads the terminal reads nothing of the pasted rest."""
    # It reads a line, as for a password, and fails.
    (tmp_path / "sudo").write_text("#!/bin/sh\nread -r line\necho $line\nexit 1\n")
    (tmp_path / "sudo").chmod(0o755)
    shell = subprocess.run(
        ["bash"],
        input=pasted()[block].replace("cd /srv/latchkey\n", "") + "a password\necho still here\n",
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shell.stdout, shell.stderr) == ("a password\nstill here\n", "")


def test_an_update_copies_the_same_files() -> None:
    _, installation, _, update = pasted()
    copied = re.findall(r"^sudo cp .+|^sudo systemctl daemon-reload", installation, re.MULTILINE)
    assert len(copied) == 4
    assert "\n".join(copied) in update
    assert update.index(copied[-1]) < update.index("systemctl restart")
    assert "sudo systemctl reload caddy\n" in update


def test_postgresql_has_the_same_settings(site: Site) -> None:
    _, installation, _, _ = pasted()
    settings = re.findall(r"ALTER DATABASE latchkey SET (\w+) = (\w+)", installation)
    (postgres,) = site.supervisor.of("postgres")
    by_compose = [part.split("=") for part in postgres.command if "=" in part]
    assert [list(setting) for setting in settings] == by_compose
    assert {name for name, _ in settings} == {"log_min_error_statement", "log_error_verbosity"}


@pytest.mark.parametrize("document", ["deploy.md", "operations.md"])
def test_management_commands_run_as_services(document: str) -> None:
    unit = (ROOT / "deploy" / "systemd" / "latchkey-api@.service").read_text()
    service = dict(re.findall(r"^(\w+)=(.+)", unit, re.MULTILINE))
    environment = re.findall(r"^(EnvironmentFile=.+)", unit, re.MULTILINE)
    [command] = re.findall(
        r"systemd-run (.+?) backend/manage\.py",
        (ROOT / "docs" / document).read_text().replace("\\\n", ""),
    )
    assert command.split() == [
        *("--pty", "--collect"),
        *("--uid", service["User"]),
        *("--working-directory", service["WorkingDirectory"]),
        *(part for file in environment for part in ("--property", file)),
        service["ExecStart"].split()[0],
    ]
