"""A Chromium for the browser tests: one that is there, else one that can be had."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from launch import debian
from launch.interruption import Interruption
from launch.silence import succeeds

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 20
_DOWNLOAD_SECONDS = 300
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
_NO_CHROMIUM = """\
The browser tests need Chromium, and none could be found or installed. Any one of these helps:
  - install it with this machine's package manager (on Debian: sudo apt install chromium)
  - name one that is there: make test CHROMIUM=/path/to/chromium
  - let this machine reach cdn.playwright.dev, from where Playwright downloads its own"""


class ChromiumMissingError(Exception):
    """There is none; the message says what to do."""


def executable() -> Path:
    """The Chromium that is there. Browser tests ask for it here."""
    if chosen := os.environ.get("CHROMIUM"):
        if starts(Path(chosen)):
            return Path(chosen)
        raise ChromiumMissingError(f"CHROMIUM={chosen} does not start.")
    for candidate in _candidates():
        if starts(candidate):
            return candidate
    raise ChromiumMissingError(_NO_CHROMIUM)


def install(interruption: Interruption) -> Path:
    """The Chromium that is there, installed if need be. Says what it does, for it can take long."""
    if os.environ.get("CHROMIUM"):
        return executable()
    for way in (None, _from_playwright, _from_apt):
        if way:
            way(interruption)
        try:
            return executable()
        except ChromiumMissingError:
            continue
    raise ChromiumMissingError(_NO_CHROMIUM)


def starts(path: Path) -> bool:
    """Whether it is a program that runs here; one without its system libraries does not."""
    try:
        check = subprocess.run(
            [path, "--version"], capture_output=True, timeout=_START_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return check.returncode == 0


def _candidates() -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    # In a process of its own: this one may be running Playwright already, and once is enough.
    asked = [sys.executable, "-c", _ASK_PLAYWRIGHT]
    yield Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())


def _from_playwright(interruption: Interruption) -> None:
    print("Downloading a Chromium with Playwright ...", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if not succeeds(command, _DOWNLOAD_SECONDS, interruption):
        print("  Playwright cannot download one here.", flush=True)


def _from_apt(interruption: Interruption) -> None:
    debian.install(["chromium"], interruption)
