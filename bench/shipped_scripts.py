"""The JavaScript that a browser fetches on a first visit."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

_IDLE_SECONDS = 3
# Scripts and preloads in the HTML.
_TAG = re.compile(r"<(?:script|link)\b[^>]*>")
_SRC = re.compile(r'\b(?:src|href)="([^"]+\.js)"')


@dataclass(frozen=True)
class Script:
    """A fetched script."""

    path: str
    # Bytes of the compressed body.
    bytes: int
    encoding: str
    # Whether the page needs it; otherwise it was prefetched.
    needed: bool


def needed(html: str) -> set[str]:
    """The paths of the scripts that the HTML runs or preloads."""
    tags = [tag for tag in _TAG.findall(html) if 'rel="prefetch"' not in tag]
    return {found[1] for tag in tags if (found := _SRC.search(tag))}


def total(scripts: Sequence[Script]) -> int:
    """The sum of the bytes."""
    return sum(script.bytes for script in scripts)


def fetched_scripts(browser: Browser, url: str) -> list[Script]:
    """The scripts of a first visit to the page, until the network is idle."""
    context = browser.new_context()
    page = context.new_page()
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    response = page.goto(url, wait_until="networkidle")
    if response is None or response.status != 200:
        raise RuntimeError(f"{url} got {response and response.status}.")
    # The browser prefetches when it is idle.
    page.wait_for_timeout(_IDLE_SECONDS * 1000)
    scripts = unique_scripts(finished, needed(response.text()))
    context.close()
    return scripts


def unique_scripts(requests: Sequence[Request], needed_paths: set[str]) -> list[Script]:
    """Each script once; a repeated request is served from the cache."""
    sizes: Counter[str] = Counter()
    encodings: dict[str, str] = {}
    for request in requests:
        path = urlsplit(request.url).path
        response = request.response()
        if path.endswith(".js") and response is not None:
            sizes[path] += request.sizes()["responseBodySize"]
            encodings.setdefault(path, response.headers.get("content-encoding", "none"))
    return [
        Script(path, size, encodings[path], path in needed_paths) for path, size in sizes.items()
    ]
