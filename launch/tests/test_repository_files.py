"""Files for hosts and editors that cannot run here have a valid form."""

import json
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
import yaml

from launch.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DEVCONTAINER = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
EXTENSIONS = json.loads((ROOT / ".vscode" / "extensions.json").read_text())["recommendations"]
# As much of https://containers.dev/implementors/json_reference/ as the file uses.
DEVCONTAINER_SCHEMA = {
    "type": "object",
    "required": ["name", "image"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "image": {"type": "string", "pattern": r"^[\w./-]+:[\w.-]+$"},
        "postCreateCommand": {"type": "string"},
        "forwardPorts": {
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": 65535},
        },
        "portsAttributes": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "label": {"type": "string"},
                    "onAutoForward": {"enum": ["notify", "openBrowser", "silent", "ignore"]},
                },
            },
        },
        "customizations": {"type": "object"},
    },
}
# As much of https://pre-commit.com/#2-add-a-pre-commit-configuration as the file uses.
HOOK_SCHEMA = {
    "type": "object",
    "required": ["id", "name", "entry", "language"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "entry": {"type": "string"},
        "language": {"const": "system"},
        "types": {"type": "array", "items": {"type": "string"}},
        "files": {"type": "string", "format": "regex"},
        "pass_filenames": {"type": "boolean"},
        "stages": {"type": "array", "items": {"enum": ["pre-commit", "pre-push"]}},
    },
}


def run_lines() -> list[str]:
    """The commands of the workflows' steps."""
    jobs = [job for file in WORKFLOWS for job in yaml.safe_load(file.read_text())["jobs"].values()]
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def hooks() -> list[dict[str, Any]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    return [hook for repo in config["repos"] for hook in repo["hooks"]]


def test_the_workflows_follow_the_schema_of_github() -> None:
    command = [sys.executable, "-m", "check_jsonschema"]
    options = ["--builtin-schema=vendor.github-workflows", *map(str, WORKFLOWS)]
    checked = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_workflow_runs_a_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make test" in run_lines()
    assert re.search(r"^make test\b", readme, re.MULTILINE)


def test_the_devcontainer_follows_its_schema() -> None:
    jsonschema.validate(DEVCONTAINER, DEVCONTAINER_SCHEMA)
    assert DEVCONTAINER["customizations"]["vscode"]["extensions"] == EXTENSIONS


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_follows_the_schema(hook: dict[str, Any]) -> None:
    jsonschema.validate(hook, HOOK_SCHEMA)


def test_the_hooks_run_the_linters_of_make_lint() -> None:
    noxfile = (ROOT / "noxfile.py").read_text()
    entries = [hook["entry"] for hook in hooks() if hook["id"].startswith("ruff")]
    assert len(entries) == 2
    for entry in entries:
        words = entry.removeprefix(".venv/bin/python -m ").removesuffix(" --force-exclude").split()
        assert ", ".join(f'"{word}"' for word in words) in noxfile
