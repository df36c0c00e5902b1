"""Make the virtual environment, or say what this machine lacks for it."""

import sys
import venv

from launch.paths import VENV

_INCOMPLETE = """\
This Python ({executable}) cannot make virtual environments: its `ensurepip` is missing.
On Debian and Ubuntu: sudo apt install python{version}-venv"""


def main() -> int:
    """Create it afresh; what an earlier, interrupted attempt left is replaced."""
    try:
        import ensurepip  # noqa: F401 - whether it can be imported is the question
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        print(_INCOMPLETE.format(executable=sys.executable, version=version), file=sys.stderr)
        return 1
    venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
