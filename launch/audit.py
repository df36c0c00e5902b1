"""`python -m launch.audit`: look for known vulnerabilities in the locked packages.

The exit code is 0 for none, 1 for some and 69 (EX_UNAVAILABLE) when an advisory database cannot be
reached. The tools' own exit codes do not tell: pip-audit calls packages clean that it has no data
about, and npm's exit code is the same for a vulnerability and an unreachable database.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from launch.paths import NPM_LOCKS, ROOT

# The lock of the checks includes the packages of the application.
PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--format=json"),
    *("--disable-pip", "--require-hashes", "--requirement=requirements/development.txt"),
)
# Both options may be switched off by launch.npm or the user's npmrc; npm would then report nothing.
NPM_AUDIT = (
    *(sys.executable, "-m", "launch.npm", "audit"),
    *("--audit", "--no-offline", "--package-lock-only", "--json"),
)

_NO_CONNECTION = ("Could not connect", "ConnectionError", "Max retries exceeded", "timed out")


@dataclass(frozen=True)
class Findings:
    """A line for each vulnerability, or the reason why a tool could not look."""

    vulnerabilities: tuple[str, ...] = ()
    unreachable: str = ""


class AuditError(Exception):
    """The tool itself failed; the message is its output."""


def read_pip_audit(output: str, errors: str) -> Findings:
    """Parse pip-audit's JSON. For a package that it skipped, nothing is known."""
    try:
        dependencies = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError) as error:
        if any(words in errors for words in _NO_CONNECTION):
            return Findings(unreachable=errors.strip().splitlines()[-1])
        raise AuditError(output + errors) from error
    skipped = [each["skip_reason"] for each in dependencies if "skip_reason" in each]
    return Findings(
        tuple(
            f"{each['name']} {each['version']}: {found['id']}"
            for each in dependencies
            for found in each.get("vulns", [])
        ),
        f"{len(skipped)} of {len(dependencies)}: {skipped[0]}" if skipped else "",
    )


def read_npm_audit(output: str, errors: str) -> Findings:
    """Parse npm's JSON, which has a `uri` when the request to that address failed."""
    try:
        report: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise AuditError(output + errors) from error
    if "uri" in report:
        return Findings(unreachable=str(report.get("message")))
    if "auditReportVersion" not in report:
        raise AuditError(output + errors)
    return Findings(
        tuple(
            f"{name} {found['range']}: {found['severity']}"
            for name, found in report["vulnerabilities"].items()
        )
    )


def audit(name: str, command: Sequence[str], read: Callable[[str, str], Findings]) -> int:
    """Run one tool, print its findings and return the exit code."""
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        findings = read(ran.stdout, ran.stderr)
    except AuditError as problem:
        print(f"{name}: failed (exit code {ran.returncode}).\n{problem}")
        return 1
    for line in findings.vulnerabilities:
        print(f"{name}: vulnerable: {line}")
    if findings.vulnerabilities:
        return 1
    if findings.unreachable:
        print(f"{name}: unknown: {findings.unreachable}")
        return os.EX_UNAVAILABLE
    if ran.returncode != 0:
        print(f"{name}: failed (exit code {ran.returncode}).\n{ran.stderr}")
        return 1
    print(f"{name}: no known vulnerability.")
    return 0


def main() -> int:
    """Audit both languages; a vulnerability takes precedence over an unreachable database."""
    codes = {audit("pip-audit", PIP_AUDIT, read_pip_audit)}
    for lock in NPM_LOCKS:
        folder = lock.parent.relative_to(ROOT)
        command = (*NPM_AUDIT, f"--prefix={lock.parent}")
        codes.add(audit(f"npm in {folder}", command, read_npm_audit))
    return next(code for code in (1, os.EX_UNAVAILABLE, 0) if code in codes)


if __name__ == "__main__":
    sys.exit(main())
