"""What deploy/ says can be rehearsed, and so is what runs in production."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.paths import ROOT, python_bin
from launch.procfile import read as read_procfile
from rehearse import programs
from rehearse.layouts import LAYOUTS, Address
from rehearse.site import Site


def silence(sentence: str) -> None:
    """Say nothing."""


@pytest.fixture(params=LAYOUTS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site in each layout, not started."""
    address = Address("example.com")
    site = Site(request.param, address, listen=(8080, 8443), folder=tmp_path, say=silence)
    yield site
    site.rehearsal.end()


def test_caddy_understands_its_file(site: Site, tmp_path: Path) -> None:
    (proxy,) = site.rehearsal.of("proxy")
    folder = tmp_path / proxy.name
    check = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", proxy.command[-1]],
        env=programs.environment(proxy, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize("path", ["Caddyfile", *(f"layouts/{layout}" for layout in LAYOUTS)])
def test_caddy_s_files_are_laid_out_as_caddy_lays_them_out(path: str) -> None:
    file = ROOT / "deploy" / path
    laid_out = subprocess.run(["caddy", "fmt", file], capture_output=True, text=True, check=False)
    assert file.read_text() == laid_out.stdout


def test_the_servers_are_started_as_make_run_starts_them(site: Site) -> None:
    services = site.rehearsal.services
    commands = read_procfile(ROOT / "Procfile")
    for name in ("api", "web"):
        assert " ".join(services[name].command) == commands[name].removeprefix("exec ")


def test_no_server_is_alone(site: Site) -> None:
    services = site.rehearsal.services
    assert services["api"].replicas == 2
    assert services["web"].replicas == 2


def test_a_missing_program_is_named_with_its_package() -> None:
    with pytest.raises(programs.ProgramsMissingError, match=r"sudo apt install the-package$"):
        programs.require({"no-such-program": "the-package", "sh": "dash"})


@pytest.mark.parametrize("name", ["compose", "stack"])
def test_docker_s_files_keep_to_the_specification(name: str) -> None:
    file = ROOT / "deploy" / f"{name}.yaml"
    check = subprocess.run(
        [python_bin() / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout


def test_systemd_understands_its_units(tmp_path: Path) -> None:
    """On a machine where what they start is there."""
    units = tmp_path / "etc" / "systemd" / "system"
    shutil.copytree(ROOT / "deploy" / "systemd", units)
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr" / "lib" / "systemd" / "system")
    for program in ("srv/latchkey/.venv/bin/python", "bin/sh"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).touch(0o755)
    # A template is looked at by one of its units.
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
