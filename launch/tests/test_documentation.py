"""The documents agree with the code."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from opentelemetry.sdk import environment_variables

from launch.paths import ROOT

SETTINGS = (ROOT / "docs" / "settings.md").read_text()
VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")


def documented() -> set[str]:
    """The variables named in the first column of a table."""
    first_cells = re.findall(r"^\| (`.+?) \|", SETTINGS, re.MULTILINE)
    return {name for cell in first_cells for name in VARIABLE.findall(cell)}


def read_by_django() -> set[str]:
    text = (ROOT / "backend" / "config" / "environment.py").read_text()
    body = text[text.index("class Environment(") :]
    fields = re.findall(r"^    ([a-z_]+): ", body[: body.index("    @")], re.MULTILINE)
    return {field.upper() for field in fields if field != "model_config"}


def read_by_nuxt() -> set[str]:
    """The variables that override Nuxt's runtime configuration."""
    layers = (ROOT / "frontend" / "layers").glob("*/nuxt.config.ts")
    texts = [text for text in (path.read_text() for path in layers) if "runtimeConfig: {" in text]
    return {name for text in texts for name in _runtime_variables(text)}


def _runtime_variables(config: str) -> set[str]:
    names, path = set(), ["NUXT"]
    for line in config[config.index("runtimeConfig: {") :].splitlines()[1:]:
        if opened := re.match(r"\s+(\w+): \{$", line):
            path.append(opened[1])
        elif re.match(r"\s+\},?$", line):
            path.pop()
            if not path:
                break
        elif value := re.match(r"\s+(\w+): .+,$", line):
            snake = re.sub(r"(?<!^)(?=[A-Z])", "_", value[1])
            names.add("_".join([*path, snake]).upper())
    return names


def read_from_the_process_environment() -> set[str]:
    noxfile = ROOT / "noxfile.py"
    tooling = [*(ROOT / "launch").glob("*.py"), *(ROOT / "tests").glob("*.py"), noxfile]
    sources = [ROOT / "backend" / "gunicorn.conf.py", *tooling]
    read = re.compile(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"")
    names = {name for source in sources for name in read.findall(source.read_text())}
    servers = re.findall(r"\"(TEST_[A-Z_]+)\"", noxfile.read_text())
    return (names | set(servers)) - {"PATH", "SHELL"}


def read_by_deployments() -> set[str]:
    """`{$NAME}` of the Caddyfile, and `${NAME}` of the Compose files."""
    deploy = ROOT / "deploy"
    caddy = [deploy / "Caddyfile", *(deploy / "layouts").iterdir()]
    docker = [deploy / "compose.yaml", deploy / "stack.yaml"]
    names = {name for path in caddy for name in re.findall(r"\{\$(\w+)", path.read_text())}
    return names | {name for path in docker for name in re.findall(r"\$\{(\w+)", path.read_text())}


@pytest.mark.parametrize(
    "read",
    [read_by_django, read_by_nuxt, read_from_the_process_environment, read_by_deployments],
)
def test_every_setting_is_documented(read: Callable[[], set[str]]) -> None:
    names = read()
    assert len(names) >= 4, "the settings were not found where they used to be"
    assert names - documented() == set()


def test_every_documented_setting_exists() -> None:
    sources = [
        *(ROOT / "backend").glob("config/*.py"),
        *(ROOT / "backend").glob("*.py"),
        *(ROOT / "launch").glob("*.*"),
        *(ROOT / "tests").glob("*.py"),
        ROOT / "Makefile",
        ROOT / "noxfile.py",
    ]
    in_sources = {name for path in sources for name in VARIABLE.findall(path.read_text())}
    in_sources |= set(vars(environment_variables))
    in_sources |= read_by_django() | read_by_nuxt() | read_by_deployments()
    assert documented() - in_sources == set()


DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "backend").glob("*/README.md"),
    *(ROOT / "frontend" / "layers").glob("*/README.md"),
]


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_named_file_exists(document: Path) -> None:
    text = document.read_text()
    links = [document.parent / target for target in re.findall(r"\]\(([^)#:]+)[)#]", text)]
    # Also in commands, such as `pytest backend/blog/tests`.
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    folders = "backend|deploy|docs|frontend|launch|tests"
    words = [word for span in spans for word in span.split()]
    paths = [ROOT / word for word in words if re.fullmatch(rf"(?:{folders})/[\w./-]+", word)]
    assert [str(path) for path in links + paths if not path.exists()] == []


def anchors(document: Path) -> set[str]:
    """The headings of a document as GitHub's anchors."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_linked_anchor_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text())
    assert [
        (target, anchor)
        for target, anchor in links
        if anchor not in anchors(document.parent / target if target else document)
    ] == []


def folders_in_the_tree() -> set[str]:
    """The folders of the tree in docs/architecture.md, as paths from the root."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    tree = text.partition("\n## Tree\n")[2].split("```")[1]
    paths: set[str] = set()
    parents: list[str] = []
    for indent, name in re.findall(r"^( *)([\w./-]+)/(?: |$)", tree, re.MULTILINE):
        parents[len(indent) // 2 :] = [name]
        paths.add("/".join(parents))
    return paths


def test_the_tree_is_complete_and_true() -> None:
    folders = folders_in_the_tree()
    assert {folder for folder in folders if not (ROOT / folder).is_dir()} == set()
    made = {"var", "test-results"}
    expected = {path.name for path in ROOT.glob("[a-z]*/")} - made
    for parent in ("backend", "frontend/layers", "tests"):
        children = (ROOT / parent).glob("[a-z]*/")
        expected |= {f"{parent}/{child.name}" for child in children}
    assert expected - folders == set()
