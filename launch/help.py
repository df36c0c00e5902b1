"""`make help`: the targets that a Makefile describes, one line each."""

import re
import sys
from pathlib import Path

_DESCRIBED = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)


def lines(makefile: str) -> list[str]:
    """One line per target that has a description."""
    targets = _DESCRIBED.findall(makefile)
    width = max(len(name) for name, _ in targets)
    return [f"  make {name:<{width}}   {description}" for name, description in targets]


if __name__ == "__main__":
    print(*lines(Path(sys.argv[1]).read_text()), sep="\n")
