"""The steps of `make test` that remove the posts in a copy of the project, and check what is left.

The instructions are read from "Remove posts" of docs/features.md, so that they stay true.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import nox

from launch.environment import with_tools
from launch.paths import ROOT, VAR

DOCUMENT = ROOT / "docs" / "features.md"
COPY = VAR / "without-blog"

_PYTEST = ("python", "-m", "pytest", "-q", "--numprocesses=2", "--dist=loadfile", "--timeout=600")
_NPM = ("python", "-m", "launch.npm", "run", "--silent")
_NOT_COPIED = (".*cache", ".git", ".nuxt", ".output", ".venv", "__pycache__", "node_modules", "var")
# The copy shares what is installed.
_INSTALLED = (".venv/.production", ".venv/.development", "frontend/node_modules/.installed")


class StepError(Exception):
    """A step of the document cannot be followed."""


@nox.session(name="without-blog", requires=["build"])  # which installs what the copy shares
def remove(session: nox.Session) -> None:
    """Follow the document in a copy."""
    copy_project(COPY)
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", COPY / ".mypy_cache")
    follow(DOCUMENT.read_text())


@nox.session(name="without-blog-backend", requires=["without-blog"])
def check_backend(session: nox.Session) -> None:
    open_page(session)
    session.run("python", "backend/manage.py", "makemigrations", "--check", "--dry-run")
    session.run("python", "-m", "ruff", "check")
    session.run("python", "-m", "ruff", "format", "--check")
    session.run("python", "-m", "mypy", "backend", "launch", "tests", "noxfile.py")
    # The slow tests start processes; whether they pass does not depend on the posts.
    session.run(*_PYTEST, "backend", "launch/tests/test_documentation.py", "-m", "not slow")


@nox.session(name="without-blog-frontend", requires=["without-blog", "install"])
def check_frontend(session: nox.Session) -> None:
    open_page(session)
    session.run(*_NPM, "typecheck")
    session.run(*_NPM, "test")
    session.run("make", "--no-print-directory", "build")
    session.run("python", "backend/manage.py", "collectstatic", "--no-input", "--verbosity=0")
    session.run(
        *_PYTEST,
        *("tests/server/test_identity.py", "tests/server/test_cookie_jar.py"),
        *("tests/browser/test_pages.py", "tests/browser/test_login_form.py"),
        *("-k", "identity or cookie or home or account or about_page or csrf or login_returns"),
    )


def open_page(session: nox.Session) -> None:
    """Run the session's commands in the copy."""
    session.chdir(COPY)
    session.env["PYTHONPATH"] = str(COPY)


def section(document: str) -> str:
    """The part of the document that says how to remove the posts."""
    return document.partition("\n## Remove posts\n")[2].partition("\n## ")[0]


def scripts(steps: str) -> list[str]:
    """The shell commands, block by block."""
    return re.findall(r"^```sh\n(.*?)^```$", steps, re.MULTILINE | re.DOTALL)


def lines_to_delete(steps: str) -> list[tuple[str, str]]:
    """The file and the words of each row of the table."""
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", steps, re.MULTILINE)


def delete_lines(file: Path, words: str) -> None:
    """Delete every line with these words. Raises StepError when there is none."""
    lines = file.read_text().splitlines(keepends=True)
    left = [line for line in lines if words not in line]
    if left == lines:
        raise StepError(f"{file.name} has no line with {words}")
    file.write_text("".join(left))


def copy_project(target: Path) -> None:
    """Copy the project to a folder on the same file system, with the installed packages."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT, target, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    # Tools that leave out what git ignores stop here, not at the repository around the copy.
    (target / ".git").mkdir()
    (target / ".venv").symlink_to((ROOT / ".venv").resolve())
    # Links instead of copies: there are tens of thousands of files.
    shutil.copytree(
        ROOT / "frontend" / "node_modules",
        target / "frontend" / "node_modules",
        symlinks=True,
        copy_function=os.link,
        ignore=shutil.ignore_patterns(".cache"),
    )


def follow(document: str) -> None:
    """Follow the steps of the document, except the last, which runs all checks."""
    steps = section(document)
    first, *others = scripts(steps)
    run_script(first)
    for name, words in lines_to_delete(steps):
        delete_lines(COPY / name, words)
    for script in others:
        options = " ".join(f"-o {stamp}" for stamp in _INSTALLED)
        run_script(re.sub(r"^make ", f"make {options} ", script, flags=re.MULTILINE))
    # The packages that are left are installed, though package.json is newer now.
    stamp = COPY / "frontend/node_modules/.installed"
    stamp.unlink()  # a link to the project's own
    stamp.touch()


def run_script(script: str) -> None:
    """Run the commands in the copy; the first that fails ends the session."""
    environ = with_tools({**os.environ, "PYTHONPATH": str(COPY)})
    subprocess.run(["/bin/sh", "-euc", script], cwd=COPY, env=environ, check=True)
