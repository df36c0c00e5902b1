"""Find a Chromium for the browser tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# Chromium without a user interface, as Playwright itself uses it: it opens a page in a third of the
# processor time, but has neither a back/forward cache nor settings.
HEADLESS_SHELL = "chromium-headless-shell"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 20
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
_NO_CHROMIUM = """\
The browser tests need Chromium, and none could be found or installed. Do one of these:
  - install it with this machine's package manager (on Debian: sudo apt install chromium)
  - name an installed one: make test CHROMIUM=/path/to/chromium
  - let this machine reach cdn.playwright.dev, from where Playwright downloads its own"""


class ChromiumMissingError(Exception):
    """No Chromium was found; the message says what to do."""


def executable(*preferred: str) -> Path:
    """The path of a Chromium that starts, these names first. Raises ChromiumMissingError."""
    if chosen := os.environ.get("CHROMIUM"):
        if starts(Path(chosen)):
            return Path(chosen)
        raise ChromiumMissingError(f"CHROMIUM={chosen} does not start.")
    for candidate in _candidates(preferred):
        if starts(candidate):
            return candidate
    raise ChromiumMissingError(_NO_CHROMIUM)


def starts(path: Path) -> bool:
    """Whether the program runs; a Chromium without its system libraries does not."""
    try:
        check = subprocess.run(
            [path, "--version"], capture_output=True, timeout=_START_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return check.returncode == 0


def _candidates(preferred: Sequence[str]) -> Iterator[Path]:
    for name in (*preferred, *_NAMES):
        if found := shutil.which(name):
            yield Path(found)
    # In its own process: the test process may already run Playwright.
    asked = [sys.executable, "-c", _ASK_PLAYWRIGHT]
    yield Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
