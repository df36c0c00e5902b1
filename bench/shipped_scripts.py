"""The JavaScript that a browser fetches on a first visit."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

_QUIET_SECONDS = 3
# What the page's own HTML has the browser fetch and run.
_NAMED = re.compile(r"<(?:script|link)\b[^>]*>")
_ADDRESS = re.compile(r'\b(?:src|href)="([^"]+\.js)"')


@dataclass(frozen=True)
class Script:
    """A script as it was sent."""

    path: str
    # Of the body, compressed as it crossed the wire.
    bytes: int
    encoding: str
    # Whether the page needs it; else it was fetched ahead, for what may be asked for next.
    needed: bool


def needed(html: str) -> set[str]:
    """The paths of the scripts that the HTML itself has the browser run, or load to run them."""
    tags = [tag for tag in _NAMED.findall(html) if 'rel="prefetch"' not in tag]
    return {found[1] for tag in tags if (found := _ADDRESS.search(tag))}


def total(scripts: Sequence[Script]) -> int:
    """The bytes of them all."""
    return sum(script.bytes for script in scripts)


def shipped(browser: Browser, url: str) -> list[Script]:
    """Every script fetched on a first visit to the page, from nothing to all quiet."""
    context = browser.new_context()
    page = context.new_page()
    wire = Wire(context.new_cdp_session(page))
    answer = page.goto(url, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{url} was answered {answer and answer.status}.")
    # What waits for the browser to have nothing to do.
    page.wait_for_timeout(_QUIET_SECONDS * 1000)
    scripts = wire.scripts(needed(answer.text()))
    context.close()
    return scripts


class Wire:
    """What comes over the wire to a page, as Chromium's devtools tell it."""

    def __init__(self, devtools: CDPSession) -> None:
        # The path of each script's request, how it was encoded, and the bytes of its body so far.
        self._paths: dict[str, str] = {}
        self._encodings: dict[str, str] = {}
        self._bytes: Counter[str] = Counter()
        devtools.on("Network.responseReceived", self._begin)
        devtools.on("Network.dataReceived", self._go_on)
        devtools.send("Network.enable")

    def scripts(self, by_page: set[str]) -> list[Script]:
        """Those that came; one that is asked for again comes from the cache, as no bytes."""
        sizes: Counter[str] = Counter()
        for request, path in self._paths.items():
            sizes[path] += self._bytes[request]
        return [
            Script(path, size, self._encodings[path], path in by_page)
            for path, size in sizes.items()
        ]

    def _begin(self, event: dict[str, Any]) -> None:
        response = event["response"]
        path = urlsplit(response["url"]).path
        if path.endswith(".js"):
            headers = {name.lower(): value for name, value in response["headers"].items()}
            self._paths[event["requestId"]] = path
            self._encodings.setdefault(path, headers.get("content-encoding", "none"))

    def _go_on(self, event: dict[str, Any]) -> None:
        self._bytes[event["requestId"]] += event["encodedDataLength"]
