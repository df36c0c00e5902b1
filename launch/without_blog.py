"""Follows "Remove posts" of docs/features.md in a copy of the project, and checks what is left.

    python -m launch.without_blog

The steps are read from the document: what it says is what is tried.
"""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launch.environment import with_tools
from launch.interruption import Interrupted, Interruption
from launch.paths import ROOT
from launch.processes import Group, wait

DOCUMENT = ROOT / "docs" / "features.md"

_MOST_SECONDS = 900
# Neither what is installed or made, nor what somebody keeps.
_LEFT_OUT = (".*cache", ".git", ".nuxt", ".output", ".venv", "__pycache__", "node_modules", "var")
# What `make` would install is what the project has installed.
_INSTALLED = (".venv/.production", ".venv/.development", "frontend/node_modules/.installed")

Command = tuple[str, ...]

# Tests of one file stay together: they share what is dear to start.
_PYTEST: Command = ("python", "-m", "pytest", "-q", "-x", "--numprocesses=2", "--dist=loadfile")
_NPM: Command = ("python", "-m", "launch.npm", "run", "--silent")

# Two lines of work, one for each side; the browser needs what both have made.
BACKEND: tuple[Command, ...] = (
    ("python", "backend/manage.py", "collectstatic", "--no-input", "--verbosity=0"),
    ("python", "backend/manage.py", "makemigrations", "--check", "--dry-run"),
    ("python", "-m", "ruff", "check"),
    ("python", "-m", "ruff", "format", "--check"),
    ("python", "-m", "mypy", "backend", "launch", "tests"),
    (
        *(*_PYTEST, "backend", "launch/tests/test_documentation.py"),
        # The same as with posts, and by far the longest.
        "--deselect=backend/api/tests/test_schemathesis.py",
        "--deselect=backend/gunicorn_server/tests/test_serving.py",
    ),
)
FRONTEND: tuple[Command, ...] = (
    (*_NPM, "typecheck"),
    (*_NPM, "test"),
    ("make", "--no-print-directory", "build"),
)
BROWSER: tuple[Command, ...] = (
    (
        *_PYTEST,
        "tests/server/test_identity.py",
        "tests/server/test_cookie_jar.py",
        "tests/browser/test_pages.py",
        "tests/browser/test_login_form.py",
        "-k",
        "identity or cookie or home or account or about_page or csrf or wanted_to_go",
    ),
)


class StepError(Exception):
    """A step of the document cannot be followed."""


def section(document: str) -> str:
    """The part of the document that says how to remove the posts."""
    return document.partition("\n## Remove posts\n")[2].partition("\n## ")[0]


def scripts(steps: str) -> list[str]:
    """The commands to give to a shell, block by block."""
    return re.findall(r"^```sh\n(.*?)^```$", steps, re.MULTILINE | re.DOTALL)


def lines_to_delete(steps: str) -> list[tuple[str, str]]:
    """The file and the words of each row of the table."""
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", steps, re.MULTILINE)


def delete_lines(file: Path, words: str) -> None:
    """Delete every line of the file that has these words."""
    lines = file.read_text().splitlines(keepends=True)
    left = [line for line in lines if words not in line]
    if left == lines:
        raise StepError(f"{file.name} has no line with {words}")
    file.write_text("".join(left))


def copy_of_the_project(folder: Path) -> Path:
    """A copy that shares what is installed."""
    copy = folder / "latchkey"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    # Tools that leave out what git ignores stop here, not at a repository around the copy.
    (copy / ".git").mkdir()
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve())
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", copy / ".mypy_cache")
    # Links instead of copies: there are tens of thousands of them.
    shutil.copytree(
        ROOT / "frontend" / "node_modules",
        copy / "frontend" / "node_modules",
        symlinks=True,
        copy_function=os.link,
        ignore=shutil.ignore_patterns(".cache"),
    )
    return copy


class Work:
    """Runs commands in the copy, and remembers those that fail."""

    def __init__(self, copy: Path, interruption: Interruption) -> None:
        self._copy = copy
        self._interruption = interruption
        self._environ = with_tools({**os.environ, "PYTHONPATH": str(copy)})
        self.failed: list[str] = []

    def do(self, command: Command) -> None:
        """Run it to its end; what it says is shown when it fails."""
        started = time.monotonic()
        with tempfile.TemporaryFile() as output:
            code = wait(
                Group(command, env=self._environ, cwd=self._copy, output=output),
                self._interruption,
                _MOST_SECONDS,
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        words = " ".join(command)
        print(f"$ {words}\n  {time.monotonic() - started:.0f} s", flush=True)
        if code != 0:
            print(f"{said}\nFailed (exit code {code}): {words}", flush=True)
            self.failed.append(words)

    def all(self, commands: Sequence[Command]) -> None:
        """Run them one after the other, whatever becomes of the first."""
        for command in commands:
            self.do(command)

    def follow(self, document: str) -> None:
        """Do what the document says, up to the last step: to check everything."""
        steps = section(document)
        first, *others = scripts(steps)
        self.do(("sh", "-euc", first))
        for name, words in lines_to_delete(steps):
            delete_lines(self._copy / name, words)
        for script in others:
            options = " ".join(f"-o {stamp}" for stamp in _INSTALLED)
            self.do(("sh", "-euc", re.sub(r"^make ", f"make {options} ", script, flags=re.M)))
        # The packages that are left are installed, though package.json is newer now.
        stamp = self._copy / "frontend/node_modules/.installed"
        stamp.unlink()  # a link to the project's own
        stamp.touch()
        if self.failed:
            raise StepError("The steps cannot be followed.")


def main() -> int:
    """Gives the exit code."""
    interruption = Interruption()
    interruption.listen()
    with tempfile.TemporaryDirectory(prefix="without-blog-", dir=ROOT / "var") as folder:
        work = Work(copy_of_the_project(Path(folder)), interruption)
        try:
            work.follow(DOCUMENT.read_text())
            with ThreadPoolExecutor(2) as both:
                list(both.map(work.all, (BACKEND, FRONTEND)))
            work.all(BROWSER)
        except StepError as problem:
            print(problem, file=sys.stderr)
            return 1
        except Interrupted as interrupted:
            return interrupted.exit_code
    return 1 if work.failed else 0


if __name__ == "__main__":
    sys.exit(main())
