"""The JavaScript that a browser fetches on a first visit."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

_QUIET_SECONDS = 3
# Scripts and preloads in the HTML.
_NAMED = re.compile(r"<(?:script|link)\b[^>]*>")
_ADDRESS = re.compile(r'\b(?:src|href)="([^"]+\.js)"')


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
    tags = [tag for tag in _NAMED.findall(html) if 'rel="prefetch"' not in tag]
    return {found[1] for tag in tags if (found := _ADDRESS.search(tag))}


def total(scripts: Sequence[Script]) -> int:
    """The sum of the bytes."""
    return sum(script.bytes for script in scripts)


def shipped(browser: Browser, url: str) -> list[Script]:
    """All scripts of a first visit to the page, until the network is idle."""
    context = browser.new_context()
    page = context.new_page()
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    answer = page.goto(url, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{url} was answered {answer and answer.status}.")
    # Prefetches wait for an idle browser.
    page.wait_for_timeout(_QUIET_SECONDS * 1000)
    scripts = scripts_among(finished, needed(answer.text()))
    context.close()
    return scripts


def scripts_among(requests: Sequence[Request], by_page: set[str]) -> list[Script]:
    """Each script once; a repeated request is served from the cache."""
    sizes: Counter[str] = Counter()
    encodings: dict[str, str] = {}
    for request in requests:
        path = urlsplit(request.url).path
        response = request.response()
        if path.endswith(".js") and response is not None:
            sizes[path] += request.sizes()["responseBodySize"]
            encodings.setdefault(path, response.headers.get("content-encoding", "none"))
    return [Script(path, size, encodings[path], path in by_page) for path, size in sizes.items()]
