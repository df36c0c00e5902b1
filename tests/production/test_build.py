"""The build of the front end, as an image or a server has it."""

import hashlib
import subprocess
from pathlib import Path

from launch.paths import FRONTEND, ROOT

OUTPUT = FRONTEND / ".output"
STAMP = OUTPUT / ".built"


def digests(folder: Path) -> dict[str, str]:
    """Each file and what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_sources_give_the_same_build_to_the_byte() -> None:
    first = digests(OUTPUT)
    STAMP.unlink()

    subprocess.run(["make", "build"], cwd=ROOT, check=True)

    assert STAMP.exists()
    assert digests(OUTPUT) == first
    assert len(first) > 100
