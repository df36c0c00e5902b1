"""Run Lighthouse on a page, in a running browser."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launch.paths import ROOT, node_bin

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_PROGRAM = ROOT / "bench" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
_SECONDS = 180
_PERFECT = 100


class LighthouseError(Exception):
    """Lighthouse failed; the message has the reason."""


@dataclass(frozen=True)
class LighthouseReport:
    """Scores from 0 to 100 and failed audits, by category."""

    scores: dict[str, float]
    findings: dict[str, list[str]]


def audit(url: str, port: int) -> LighthouseReport:
    """Audit the page in the Chromium with this devtools port.

    The page is loaded with an empty cache and the browser's cookies, on a simulated slow phone.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *(str(node_bin() / "node"), str(_PROGRAM), url, f"--port={port}", "--quiet"),
            *("--output=json", f"--output-path={report}", "--no-enable-error-reporting"),
            f"--only-categories={','.join(CATEGORIES)}",
        ]
        completed = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        if completed.returncode != 0:
            raise LighthouseError(
                f"Lighthouse failed at {url}:\n{completed.stdout}{completed.stderr}"
            )
        return read(json.loads(report.read_text()), url)


def read(report: dict[str, Any], url: str) -> LighthouseReport:
    """Parse a report. Raises LighthouseError if it is about another page."""
    if error := report.get("runtimeError"):
        raise LighthouseError(f"Lighthouse failed at {url}: {error['message']}")
    if report["finalDisplayedUrl"].partition("#")[0] != url:
        raise LighthouseError(f"{url} redirected to {report['finalDisplayedUrl']}.")
    categories = {name: report["categories"][name] for name in CATEGORIES}
    if unknown := [name for name, each in categories.items() if each["score"] is None]:
        raise LighthouseError(f"Lighthouse gave no score for {', '.join(unknown)} at {url}.")
    return LighthouseReport(
        {name: 100 * each["score"] for name, each in categories.items()},
        {name: _findings(report["audits"], each["auditRefs"]) for name, each in categories.items()},
    )


def _findings(audits: dict[str, Any], references: list[dict[str, Any]]) -> list[str]:
    """The ids of weighted audits that did not pass in full."""
    return [
        _describe(audits[reference["id"]])
        for reference in references
        if reference["weight"] > 0 and _has_failed(audits[reference["id"]]["score"])
    ]


def _has_failed(score: float | None) -> bool:
    return score is not None and score < 1


def _describe(audit: dict[str, Any]) -> str:
    value = audit.get("displayValue")
    return f"{audit['id']} ({value})" if value else str(audit["id"])


def median(reports: Sequence[LighthouseReport]) -> LighthouseReport:
    """The median of each score, with all findings if it is below 100."""
    scores = {name: statistics.median(each.scores[name] for each in reports) for name in CATEGORIES}
    findings = {
        name: sorted({finding for each in reports for finding in each.findings[name]})
        if scores[name] < _PERFECT
        else []
        for name in CATEGORIES
    }
    return LighthouseReport(scores, findings)
