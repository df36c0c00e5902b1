"""Copy the project, for checks that change files or build in place."""

import os
import shutil
from pathlib import Path

from launch.paths import ROOT

_NOT_COPIED = (".*cache", ".git", ".nuxt", ".output", ".venv", "__pycache__", "node_modules", "var")


def copy_project(target: Path) -> None:
    """Copy it to a folder on the same file system; the copy shares what is installed."""
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
