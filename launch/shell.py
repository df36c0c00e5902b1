"""`make shell`: the user's shell, with the locked Python and Node first on PATH."""

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from launch.environment import with_tools
from launch.paths import BACKEND, ROOT, VAR, VENV

_WELCOME = """\
python, pytest, mypy, ruff, node and npm (in frontend/) are now those of this checkout; `exit`
leaves. Commands: docs/development.md"""


def environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of the shell, with `folder` first on PATH and Django's settings."""
    tools = with_tools(environ)
    return {
        **tools,
        "PATH": f"{folder}:{tools['PATH']}",
        "ENVIRONMENT": environ.get("ENVIRONMENT") or "local",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{BACKEND}:{ROOT}",
        "VIRTUAL_ENV": str(VENV),
    }


def write_npm(folder: Path) -> None:
    """Write a script `npm`, because the locked one is not on PATH by that name."""
    file = folder / "npm"
    python = shlex.quote(sys.executable)
    file.write_text(f'#!/bin/sh\nexec {python} -m launch.npm "$@"\n')
    file.chmod(0o755)


def command(shell: str, path: str, folder: Path) -> list[str]:
    """The shell's command. ~/.bashrc may change PATH, so bash reads a file that sets it after."""
    if Path(shell).name != "bash":
        return [shell]
    file = folder / "bashrc"
    file.write_text(f"[ -f ~/.bashrc ] && . ~/.bashrc\nexport PATH={shlex.quote(path)}\n")
    return [shell, "--rcfile", str(file)]


def main() -> None:
    """Replace this process with the shell."""
    folder = VAR / "shell"
    folder.mkdir(parents=True, exist_ok=True)
    environ = environment(os.environ, folder)
    write_npm(folder)
    shell = os.environ.get("SHELL") or "/bin/sh"
    print(_WELCOME, flush=True)
    os.chdir(ROOT)
    os.execvpe(shell, command(shell, environ["PATH"], folder), environ)


if __name__ == "__main__":
    main()
