"""The build of the front end, as an image or a server has it."""

import hashlib
import subprocess
import tempfile
from pathlib import Path

from launch.paths import ROOT, VAR
from tests.project_copy import copy_project


def digests(folder: Path) -> dict[str, str]:
    """Each file with a digest of its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_build_is_reproducible() -> None:
    """In a copy, because other tests use the build. Names of chunks depend on the folder."""
    with tempfile.TemporaryDirectory(prefix="build-", dir=VAR) as folder:
        copy = Path(folder) / ROOT.name
        copy_project(copy)
        output = copy / "frontend" / ".output"
        builds = []
        for _ in range(2):
            subprocess.run(["make", "--no-print-directory", "build"], cwd=copy, check=True)
            builds.append(digests(output))
            (output / ".built").unlink()

    first, second = builds
    changed = {name for name, _ in first.items() ^ second.items()}
    assert changed == set()
    assert len(first) > 100
