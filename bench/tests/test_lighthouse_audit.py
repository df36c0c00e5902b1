"""Parsing of Lighthouse's reports."""

from typing import Any

import pytest

from bench.browser import AuditedPage, Visit, findings
from bench.lighthouse_audit import CATEGORIES, LighthouseError, LighthouseReport, median, read

URL = "https://latchkey.localhost/posts"


def report(**changes: Any) -> dict[str, Any]:
    references = [{"id": "passed", "weight": 1}, {"id": "slow", "weight": 3}]
    references += [{"id": "a-hint", "weight": 0}, {"id": "not-of-this-page", "weight": 1}]
    category = {"score": 0.9, "auditRefs": references}
    return {
        "finalDisplayedUrl": URL,
        "categories": dict.fromkeys(CATEGORIES, category),
        "audits": {
            "passed": {"id": "passed", "score": 1},
            "slow": {"id": "slow", "score": 0.5, "displayValue": "1.6 s"},
            "a-hint": {"id": "a-hint", "score": 0},
            "not-of-this-page": {"id": "not-of-this-page", "score": None},
        },
        **changes,
    }


def test_it_reads_scores_and_findings() -> None:
    parsed = read(report(), URL)

    assert parsed.scores == dict.fromkeys(CATEGORIES, 90)
    assert parsed.findings == {name: ["slow (1.6 s)"] for name in CATEGORIES}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"finalDisplayedUrl": "https://latchkey.localhost/login"},
            r"/posts redirected to .*/login",
        ),
        ({"runtimeError": {"message": "NO_FCP"}}, "NO_FCP"),
        (
            {"categories": {name: {"score": None, "auditRefs": []} for name in CATEGORIES}},
            "no score for performance",
        ),
    ],
)
def test_a_report_of_another_page_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(LighthouseError, match=says):
        read(report(**changes), URL)


def parsed_report(performance: float, finding: str) -> LighthouseReport:
    scores = {**dict.fromkeys(CATEGORIES, 100.0), "performance": performance}
    return LighthouseReport(scores, {**{name: [] for name in CATEGORIES}, "performance": [finding]})


def test_the_median_report_has_all_findings() -> None:
    of_three = median(
        [parsed_report(80, "slow"), parsed_report(99, "large"), parsed_report(97, "slow")]
    )

    assert of_three.scores["performance"] == 97
    assert of_three.findings["performance"] == ["large", "slow"]


def test_a_perfect_median_has_no_findings() -> None:
    of_three = median([parsed_report(100, ""), parsed_report(99, "slow"), parsed_report(100, "")])

    assert of_three.findings["performance"] == []


def test_only_noindex_pages_have_intended_findings() -> None:
    def lines(*found: str) -> list[str]:
        each = {**{name: [] for name in CATEGORIES}, "seo": list(found)}
        scores = dict.fromkeys(CATEGORIES, 50.0)
        return findings([AuditedPage(Visit("home", "/"), LighthouseReport(scores, each))])

    assert lines("meta-description") == ["- home, seo: meta-description"]
    assert [" (intended: " in line for line in lines("is-crawlable", "meta-description")] == [
        True,
        True,
    ]
