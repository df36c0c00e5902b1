"""The Makefile finds a Python before there is a virtual environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from launch.paths import ROOT

FAKE = """\
#!/bin/sh
case "$1" in
    --version) echo "Python {version}" ;;
    -c) exec {python} -c 'import sys; sys.version_info = {info}; exec(sys.argv[1])' "$2" ;;
    *) echo "{version} runs $*" ;;
esac
"""


def choose(folder: Path, *versions: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the script with only these versions on PATH; the first is `python3`."""
    for number, version in enumerate(versions):
        info = tuple(map(int, version.split(".")))
        minor = f"python{info[0]}.{info[1]}"
        for name in {minor, *(["python3"] if number == 0 else [])}:
            file = folder / name
            file.write_text(FAKE.format(version=version, python=sys.executable, info=info))
            file.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", ROOT / "launch" / "python.sh", "-m", "launch.step", "venv"],
        env={"PATH": str(folder), **environ},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        (["3.11.2"], "3.11.2"),
        (["3.13.0"], "3.13.0"),
        (["3.9.1", "3.12.4"], "3.12.4"),
        (["3.14.0", "3.12.4"], "3.12.4"),
    ],
)
def test_a_supported_python_is_chosen(tmp_path: Path, versions: list[str], chosen: str) -> None:
    done = choose(tmp_path, *versions)
    assert (done.stdout, done.stderr) == (f"{chosen} runs -m launch.step venv\n", "")


def test_a_newer_python_gets_a_warning(tmp_path: Path) -> None:
    done = choose(tmp_path, "3.14.0")
    assert done.stdout.startswith("3.14.0 runs ")
    assert done.stderr == (
        "Python 3.14.0 is untested here; Python 3.11 to 3.13 are tested. "
        "To choose: make PYTHON=/path/to/python3\n"
    )


def test_without_python_it_explains(tmp_path: Path) -> None:
    for environ in ({}, {"PYTHON": str(tmp_path / "python3")}):
        done = choose(tmp_path, "3.9.1", **environ)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            "Latchkey needs Python 3.11, 3.12 or 3.13, and found none: Python 3.9.1.\n"
            "Install one (https://www.python.org/downloads/), or name it: "
            "make run PYTHON=/path/to/python3\n"
        )
