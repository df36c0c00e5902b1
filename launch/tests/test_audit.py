"""The audit reports vulnerabilities, and databases that it cannot reach."""

import json
import os
import sys
from pathlib import Path

import pytest

from launch import audit
from launch.audit import NPM_AUDIT, PIP_AUDIT

CLEAN_PIP = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}], "fixes": []}
VULNERABLE_PIP = {
    "dependencies": [
        {"name": "attrs", "skip_reason": "Dependency not found on PyPI"},
        {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-2025-1"}]},
    ]
}
# The outputs on a machine that reaches only a mirror of the packages.
SKIPPED_PIP = {
    "dependencies": [
        *CLEAN_PIP["dependencies"],
        {
            "name": "attrs",
            "skip_reason": "Dependency not found on PyPI and could not be audited: attrs (26.1.0)",
        },
    ]
}
CLEAN_NPM = {"auditReportVersion": 2, "vulnerabilities": {}}
VULNERABLE_NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {"nuxt": {"name": "nuxt", "severity": "high", "range": "<4.5.3"}},
}
REFUSED_NPM = {
    "message": "405 Method Not Allowed - POST https://registry.example/bulk",
    "method": "POST",
    "uri": "https://registry.example/bulk",
    "statusCode": 405,
}


def standing_in(folder: Path, output: object, errors: str, code: int) -> tuple[str, ...]:
    """A program with this output and exit code."""
    program = folder / f"{len(list(folder.iterdir()))}.py"
    text = output if isinstance(output, str) else json.dumps(output)
    program.write_text(
        f"import sys; print({text!r}); print({errors!r}, file=sys.stderr); sys.exit({code})"
    )
    return (sys.executable, str(program))


Tool = tuple[object, str, int]
PIP_IS_CLEAN: Tool = (CLEAN_PIP, "No known vulnerabilities found", 0)
NPM_IS_CLEAN: Tool = (CLEAN_NPM, "", 0)


@pytest.mark.parametrize(
    ("pip", "npm", "code", "says"),
    [
        (PIP_IS_CLEAN, NPM_IS_CLEAN, 0, "npm in frontend: no known vulnerability."),
        ((VULNERABLE_PIP, "", 1), NPM_IS_CLEAN, 1, "vulnerable: django 5.2.0: PYSEC-2025-1"),
        (PIP_IS_CLEAN, (VULNERABLE_NPM, "", 1), 1, "vulnerable: nuxt <4.5.3: high"),
        (
            (SKIPPED_PIP, "No known vulnerabilities found", 0),
            NPM_IS_CLEAN,
            os.EX_UNAVAILABLE,
            "pip-audit: unknown: 1 of 2: Dependency not found on PyPI",
        ),
        (
            ("", "ERROR: Could not connect to PyPI's vulnerability feed", 1),
            NPM_IS_CLEAN,
            os.EX_UNAVAILABLE,
            "pip-audit: unknown: ERROR: Could not connect",
        ),
        (
            PIP_IS_CLEAN,
            (REFUSED_NPM, "", 1),
            os.EX_UNAVAILABLE,
            "npm in frontend: unknown: 405 Method Not Allowed",
        ),
        ((SKIPPED_PIP, "", 0), (VULNERABLE_NPM, "", 1), 1, "vulnerable: nuxt"),
        (("", "invalid requirements input", 1), NPM_IS_CLEAN, 1, "invalid requirements input"),
        (("{}", "", 0), NPM_IS_CLEAN, 1, "pip-audit: failed"),
        (PIP_IS_CLEAN, ({"error": {"code": "ENOLOCK"}}, "", 1), 1, "ENOLOCK"),
        (
            PIP_IS_CLEAN,
            ("Segmentation fault", "", 139),
            1,
            "npm in frontend: failed (exit code 139)",
        ),
        (PIP_IS_CLEAN, (CLEAN_NPM, "broken", 7), 1, "npm in frontend: failed (exit code 7)"),
    ],
)
def test_the_result_of_the_audit(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pip: Tool,
    npm: Tool,
    code: int,
    says: str,
) -> None:
    monkeypatch.setattr(audit, "PIP_AUDIT", standing_in(tmp_path, *pip))
    monkeypatch.setattr(audit, "NPM_AUDIT", standing_in(tmp_path, *npm))

    assert audit.main() == code
    assert says in capsys.readouterr().out


def test_the_packages_of_bench_are_audited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "PIP_AUDIT", standing_in(tmp_path, *PIP_IS_CLEAN))
    monkeypatch.setattr(audit, "NPM_AUDIT", standing_in(tmp_path, *NPM_IS_CLEAN))

    assert audit.main() == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "npm in frontend: no known vulnerability.",
        "npm in bench/lighthouse: no known vulnerability.",
    ]


def test_both_tools_audit_the_lock_files() -> None:
    assert "--requirement=requirements/development.txt" in PIP_AUDIT
    assert {"--audit", "--no-offline", "--package-lock-only"} < set(NPM_AUDIT)
