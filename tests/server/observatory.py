"""The rules of Mozilla's HTTP Observatory that apply to a single response.

After the package @mdn/mdn-http-observatory 1.4.8 (src/analyzer/tests, src/grader/charts.js), which
itself scans hosts of the Internet only, and brings a database and a web server along. Not here: the
redirect from plain HTTP, which is the reverse proxy's, and scripts of other hosts: there are none.
"""

import re

from tests.http_client import HttpResponse

HIGHEST_GRADE = 100
_BONUS_FROM = 90
_HALF_A_YEAR = 15_552_000

_BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
_UNSAFE = {"'unsafe-inline'", "data:"}
_KNOWN = re.compile(r"'(nonce|sha256|sha384|sha512)-")
_PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def score(reply: HttpResponse) -> int:
    """The score of a site with this response; from HIGHEST_GRADE on it is an A+."""
    points = [
        _policy(reply.header("Content-Security-Policy")),
        _cookies(reply.set_cookies),
        _embedding(reply.header("Cross-Origin-Resource-Policy")),
        _frames(reply),
        _https(reply.header("Strict-Transport-Security")),
        5 if reply.header("Referrer-Policy") in _PRIVATE else 0,
        0 if reply.header("X-Content-Type-Options") == "nosniff" else -5,
    ]
    without_bonus = 100 + sum(each for each in points if each < 0)
    return 100 + sum(points) if without_bonus >= _BONUS_FROM else without_bonus


def _policy(header: str | None) -> int:
    if header is None:
        return -25
    directives = _directives(header)
    fallback = directives.get("default-src", {"*"})
    scripts = directives.get("script-src", fallback)
    if any(_KNOWN.match(source) for source in scripts):
        scripts = scripts - {"'unsafe-inline'"}
        if "'strict-dynamic'" in scripts:
            scripts = scripts - _BROAD - {"'self'"}
    elif "'strict-dynamic'" in scripts:
        return -25
    styles = directives.get("style-src", fallback)
    pictures = directives.get("img-src", fallback)
    if scripts & (_BROAD | _UNSAFE) or directives.get("object-src", fallback) & _BROAD:
        return -20
    if "'unsafe-eval'" in scripts | styles or "http:" in pictures:
        return -10
    if styles & (_BROAD | _UNSAFE):
        return 0
    return 10 if fallback == {"'none'"} else 5


def _directives(header: str) -> dict[str, set[str]]:
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name.lower(): set(sources) or {"'none'"} for name, *sources in parts}


def _cookies(lines: list[str]) -> int:
    """Scripts may read a CSRF token, but no session."""
    points = 0
    for line in lines:
        name, *attributes = (part.strip().lower() for part in line.split(";"))
        is_session = "sess" in name.partition("=")[0] or "login" in name.partition("=")[0]
        if "secure" not in attributes:
            points = min(points, -40 if is_session else -20)
        if is_session and "httponly" not in attributes:
            points = min(points, -30)
        if not {"samesite=lax", "samesite=strict"} & set(attributes):
            points = min(points, -20)
    return points or (5 if lines else 0)


def _embedding(header: str | None) -> int:
    return 10 if header in ("same-origin", "same-site") else 0


def _frames(reply: HttpResponse) -> int:
    if "frame-ancestors" in _directives(reply.header("Content-Security-Policy") or ""):
        return 5
    return 0 if reply.header("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _https(header: str | None) -> int:
    age = re.match(r"max-age=(\d+)", header or "")
    if age is None:
        return -20
    return 0 if int(age[1]) >= _HALF_A_YEAR else -10
