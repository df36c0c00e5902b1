"""The build of the front end, as an image or a server has it."""

import hashlib
import subprocess
from pathlib import Path

from launch.paths import FRONTEND, ROOT

OUTPUT = FRONTEND / ".output"


def digests() -> dict[str, str]:
    """Each built file with a digest of its content."""
    return {
        str(path.relative_to(OUTPUT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in OUTPUT.rglob("*")
        if path.is_file()
    }


def test_a_build_is_reproducible() -> None:
    """In the same folder, on which the names of chunks depend."""
    first = digests()
    Path(OUTPUT / ".built").unlink()

    subprocess.run(["make", "--no-print-directory", "build"], cwd=ROOT, check=True)

    changed = {name for name, _ in first.items() ^ digests().items()}
    assert changed == set()
    assert len(first) > 100
