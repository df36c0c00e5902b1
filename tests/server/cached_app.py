"""Build cached-app, another application on the layers, with every kind of caching route."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.server.nuxt_server import FRONTEND, NODE
from tests.server.stub_api import StubApi

SOURCES = Path(__file__).parent / "cached-app"


def build_cached_app(folder: Path, api: StubApi) -> Path:
    """Build it in this folder with the front end's packages; returns the server's entry point.

    The API has to be there: what is prerendered asks it.
    """
    packages = FRONTEND / "node_modules"
    assert packages.exists(), f"{packages} is missing: install the front end's packages first."
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    for layer in ("session", "security"):
        shutil.copytree(FRONTEND / "layers" / layer, folder / "layers" / layer)
    shutil.copy(FRONTEND / "package.json", folder)
    (folder / "node_modules").symlink_to(packages)
    nuxt = packages / "nuxt" / "bin" / "nuxt.mjs"
    build = subprocess.run(
        [NODE, nuxt, "build"],
        cwd=folder,
        env={**os.environ, "NUXT_SESSION_API_URL": api.origin, "NUXT_TELEMETRY_DISABLED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return folder / ".output" / "server" / "index.mjs"
