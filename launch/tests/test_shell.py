"""`make shell` opens a shell with the tools."""

import subprocess
import sys
from pathlib import Path

import pytest

from launch import shell
from launch.paths import FRONTEND, ROOT

TYPED = """
python -c 'import django; django.setup(); import tests; print("django")'
node --version
npm prefix
echo "$ENVIRONMENT"
"""


@pytest.mark.parametrize("name", ["/bin/sh", "/bin/bash"])
def test_the_tools_are_those_of_the_checkout(tmp_path: Path, name: str) -> None:
    """In a terminal with another PATH and other variables."""
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "SHELL": name}
    said = subprocess.run(
        [sys.executable, "-m", "launch.shell"],
        input=TYPED,
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    django, node, prefix, environment = said.stdout.splitlines()[-4:]
    assert django == "django"
    assert node.startswith("v24.")
    assert prefix == str(FRONTEND)
    assert environment == "local"


def test_path_is_set_after_bashrc(tmp_path: Path) -> None:
    """pyenv and others put their Python first there."""
    (tmp_path / ".bashrc").write_text("PATH=/theirs:$PATH\nTHEIRS=1\n")
    arguments = shell.command("/bin/bash", "/ours:/usr/bin:/bin", tmp_path)
    said = subprocess.run(
        [*arguments, "-i", "-c", "echo $PATH $THEIRS"],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    assert said.stdout == "/ours:/usr/bin:/bin 1\n"
