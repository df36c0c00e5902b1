"""Lighthouse's scores, and the size of the JavaScript that a browser fetches.

    .venv/bin/python -m bench.browser

Measures the production set-up with the demo posts, over HTTPS through the proxy: home, log-in and a
public post for an anonymous first visit, the list of posts for a member. Prints tables and writes
them as JSON.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, sync_playwright

from bench.lighthouse_audit import CATEGORIES, LighthouseReport, audit, median
from bench.results import save, table, verdict
from bench.shipped_scripts import Script, fetched_scripts, total
from bench.traffic.populated_site import populated_site
from tests import chromium
from tests.browser.chromium_arguments import arguments, trust_authority
from tests.http_client import HOST, free_port
from tests.members import Member, set_session_cookies
from tests.production.rehearsal.site import Site

_TARGET_SCORE = 100
_TARGET_BYTES = 90_000
# Audits that fail on purpose, and the reasons.
_INTENDED = {
    "is-crawlable": "the page is noindex",
    "meta-description": "the page is noindex, so search engines show no description",
}


@dataclass(frozen=True)
class Visit:
    """A page, and whether the visitor is logged in."""

    name: str
    path: str
    as_member: bool = False


@dataclass(frozen=True)
class AuditedPage:
    """A page and its Lighthouse report."""

    visit: Visit
    judgement: LighthouseReport

    def row(self) -> list[str]:
        scores = (
            verdict(f"{score:.0f}", score == _TARGET_SCORE)
            for score in self.judgement.scores.values()
        )
        return [self.visit.name, *scores]


@dataclass(frozen=True)
class PageScripts:
    """A page and its scripts."""

    page: str
    scripts: list[Script]

    @property
    def needed(self) -> int:
        """The bytes of the scripts that the page needs."""
        return total([script for script in self.scripts if script.needed])

    @property
    def prefetched(self) -> int:
        """The bytes of the prefetched scripts."""
        return total(self.scripts) - self.needed

    def row(self) -> list[str]:
        whole = total(self.scripts)
        kilobytes = (f"{each / 1000:.1f}" for each in (self.needed, self.prefetched, whole))
        target = verdict(f"≤ {_TARGET_BYTES // 1000}", whole <= _TARGET_BYTES)
        encodings = ", ".join(sorted({script.encoding for script in self.scripts}))
        return [self.page, str(len(self.scripts)), encodings, *kilobytes, target]


@contextmanager
def browser_with_port(
    kind: BrowserType, site: Site, env: dict[str, str]
) -> Iterator[tuple[BrowserContext, int]]:
    """A new browser, and its devtools port for Lighthouse."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="latchkey-profile-") as profile:
        context = kind.launch_persistent_context(
            profile,
            executable_path=chromium.executable(),
            args=[*arguments(_rules(site)), f"--remote-debugging-port={port}"],
            env={**os.environ, **env},
        )
        try:
            yield context, port
        finally:
            context.close()


def _rules(site: Site) -> str:
    return f"MAP {site.name} {HOST}, MAP * ~NOTFOUND, EXCLUDE {HOST}"


def public_post(context: BrowserContext, site: Site) -> str:
    """The path of the newest public post."""
    page = context.new_page()
    response = page.goto(f"{site.origin}/api/posts/public/")
    if response is None:
        raise RuntimeError("The list of public posts got no response.")
    newest = response.json()["results"][0]
    page.close()
    return f"/posts/{newest['id']}/{newest['slug']}"


def measure(
    site: Site, member: Member, home: Path, times: int
) -> tuple[list[AuditedPage], list[PageScripts]]:
    """Both measurements, in the same browsers."""
    env = trust_authority(site.authority, home)
    with sync_playwright() as playwright, ExitStack() as stack:
        kind = playwright.chromium
        anonymous, anonymous_port = stack.enter_context(browser_with_port(kind, site, env))
        member_context, member_port = stack.enter_context(browser_with_port(kind, site, env))
        set_session_cookies(
            member_context, member.session, site.origin, cookie_prefix=site.cookie_prefix
        )
        post = public_post(anonymous, site)
        visits = (
            Visit("home", "/"),
            Visit("log-in", "/login"),
            Visit("posts, as a member", "/posts", as_member=True),
            Visit("a post", post),
        )
        audited = []
        for visit in visits:
            port = member_port if visit.as_member else anonymous_port
            print(f"Lighthouse: {visit.name} ...")
            each = [audit(f"{site.origin}{visit.path}", port) for _ in range(times)]
            audited.append(AuditedPage(visit, median(each)))
        browser = kind.launch(
            executable_path=chromium.executable(),
            args=arguments(_rules(site)),
            env={**os.environ, **env},
        )
        scripts = [
            PageScripts(name, fetched_scripts(browser, f"{site.origin}{path}"))
            for name, path in (("home", "/"), ("a post", post))
        ]
        browser.close()
    return audited, scripts


def findings(audited: Sequence[AuditedPage]) -> list[str]:
    """The failed audits, a line each, with the reason if one fails on purpose."""
    return [
        f"- {each.visit.name}, {category}: {finding}{_reason(finding, found)}"
        for each in audited
        for category, found in each.judgement.findings.items()
        for finding in found
    ]


def _reason(finding: str, other_findings: Sequence[str]) -> str:
    """Why the audit fails on purpose; only a page with noindex has a reason."""
    hidden = "is-crawlable" in other_findings
    return f" (intended: {_INTENDED[finding]})" if hidden and finding in _INTENDED else ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="Lighthouse runs per page")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="latchkey-home-") as home,
        populated_site(posts=0, users=1) as (site, (member,)),
    ):
        site.manage("demo", ENVIRONMENT="local")
        audited, scripts = measure(site, member, Path(home), options.times)
    print(f"\nLighthouse, medians of {options.times}, target {_TARGET_SCORE}")
    print(table(["", *CATEGORIES], [each.row() for each in audited]))
    print("\n".join(findings(audited)))
    print("\nJavaScript of a first visit, kB compressed")
    head = ["", "files", "encoding", "needed", "prefetched", "total", "target"]
    print(table(head, [each.row() for each in scripts]))
    save(
        "browser",
        {
            "parameters": vars(options),
            "lighthouse": [asdict(each) for each in audited],
            "scripts": [asdict(each) for each in scripts],
        },
    )


if __name__ == "__main__":
    main()
