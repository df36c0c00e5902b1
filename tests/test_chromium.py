"""A working Chromium is found or installed."""

from pathlib import Path

import pytest

from tests import chromium, install_programs


def program(path: Path, code: int, does: str = "") -> Path:
    path.write_text(f"#!/bin/sh\n{does}\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_the_named_chromium_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program(tmp_path / "mine", 0)
    monkeypatch.setenv("CHROMIUM", str(mine))

    assert chromium.executable() == mine


@pytest.mark.parametrize("code", [1, 127])  # 127: a system library is missing
def test_a_named_chromium_has_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    mine = program(tmp_path / "mine", code)
    monkeypatch.setenv("CHROMIUM", str(mine))

    with pytest.raises(chromium.ChromiumMissingError, match="does not start"):
        chromium.executable()


def test_a_broken_chromium_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path / "chromium", 1)
    works = program(tmp_path / "google-chrome", 0)

    assert chromium.executable() == works
    assert chromium.executable("chromium", "google-chrome") == works
    shell = program(tmp_path / chromium.HEADLESS_SHELL, 0)
    assert chromium.executable() == works
    assert chromium.executable(chromium.HEADLESS_SHELL) == shell


def test_a_missing_file_does_not_start(tmp_path: Path) -> None:
    assert not chromium.starts(tmp_path / "nothing")
    (tmp_path / "text").write_text("text")
    assert not chromium.starts(tmp_path / "text")


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser and without downloads; returns its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    trace = tmp_path / "trace"
    python = f'echo "python $2 $3" >> {trace}; [ "$1" = -m ] && exit 1; echo {tmp_path}/nowhere'
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("sys.executable", str(program(programs / "python", 0, python)))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return programs


def test_apt_installs_what_playwright_lacks(bare_machine: Path) -> None:
    trace = bare_machine.parent / "trace"
    works = bare_machine / "chromium"
    install = f'printf "#!/bin/sh\\n" > {works}; /bin/chmod +x {works}'
    apt_get = f'echo "apt-get $1" >> {trace}; [ "$1" = update ] && exit 0; {install}'
    program(bare_machine / "apt-get", 0, apt_get)

    install_programs.install_chromium()

    assert chromium.executable() == works
    asked = trace.read_text().splitlines()
    assert [line for line in asked if line.startswith(("python playwright", "apt-get"))] == [
        "python playwright install",
        *2 * ["apt-get update", "apt-get install"],  # of Chromium, and of its headless shell
    ]


@pytest.mark.parametrize("user", [0, 1000])
def test_without_chromium_it_explains(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    program(bare_machine / "apt-get", 100)

    install_programs.install_chromium()

    with pytest.raises(chromium.ChromiumMissingError, match="sudo apt install chromium"):
        chromium.executable()
