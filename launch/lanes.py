"""What `make test` consists of."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launch.paths import ROOT
from tests.production.rehearsal.layouts import LAYOUTS

_PYTEST = ("python", "-m", "pytest")
_PYTHON_CODE = (
    "backend",
    "bench",
    "launch",
    "tests",
)
_NPM = ("python", "-m", "launch.npm")
_WITHOUT_BLOG = ("python", "-m", "launch.without_blog")

# The exit code of a command that could find out nothing, for want of a service elsewhere.
UNAVAILABLE = os.EX_UNAVAILABLE


@dataclass(frozen=True)
class Switch:
    """An environment variable that names a server for the tests, and so switches a lane on."""

    variable: str
    service: str
    passed_on_as: str


POSTGRESQL = Switch("TEST_DATABASE_URL", "PostgreSQL", "DATABASE_URL")
REDIS = Switch("TEST_REDIS_URL", "Redis", "REDIS_URL")


@dataclass(frozen=True)
class Lane:
    """Checks that run together and give one result."""

    name: str
    on: str
    commands: tuple[tuple[str, ...], ...]
    # Where the commands write what became of each test; None where they only pass or fail.
    results: str | None = None
    # Targets of the Makefile that have to be up to date first.
    needs: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    # Whether it starts the production set-up, with what Debian's packages bring.
    rehearses: bool = False
    # What was out of reach when a command ends with UNAVAILABLE.
    relies_on: str = ""
    chromium: bool = False
    env: Mapping[str, str] = field(default_factory=dict)


def named(switches: tuple[Switch, ...], environ: Mapping[str, str]) -> tuple[Switch, ...]:
    """The switches that are on."""
    return tuple(switch for switch in switches if environ.get(switch.variable))


def all_lanes(results: Path) -> list[Lane]:
    """Every lane in the order in which they run: what is quick comes first."""

    def pytest(path: str, file: str, *, at_once: int = 1) -> tuple[str, ...]:
        # Tests of one file stay together: they share what is dear to start.
        processes = (f"--numprocesses={at_once}", "--dist=loadfile") if at_once > 1 else ()
        return (*_PYTEST, path, *processes, f"--junit-xml={results / file}")

    return [
        Lane(
            "lint-python",
            "ruff, mypy",
            (
                ("python", "-m", "ruff", "check"),
                ("python", "-m", "ruff", "format", "--check"),
                ("python", "-m", "mypy", *_PYTHON_CODE),
            ),
        ),
        Lane(
            "lint-frontend",
            "ESLint, vue-tsc",
            (
                # ESLint reads what Nuxt writes about the project.
                (*_NPM, "run", "prepare:types"),
                (*_NPM, "run", "lint"),
                (*_NPM, "run", "typecheck"),
            ),
            needs=("packages",),
        ),
        Lane(
            "audit",
            "pip-audit, npm",
            (("python", "-m", "launch.audit"),),
            relies_on="the advisory database",
        ),
        Lane("launch", "pytest", (pytest("launch", "launch.xml"),), results="launch.xml"),
        Lane("bench", "pytest", (pytest("bench", "bench.xml"),), results="bench.xml"),
        Lane(
            "frontend",
            "Vitest",
            (
                (
                    *_NPM,
                    *("run", "test", "--", "--reporter=default", "--reporter=junit"),
                    f"--outputFile.junit={results / 'frontend.xml'}",
                ),
            ),
            results="frontend.xml",
            needs=("packages",),
        ),
        Lane(
            "backend",
            "SQLite",
            (pytest("backend", "backend.xml", at_once=2),),
            results="backend.xml",
        ),
        Lane(
            "backend-services",
            "",
            ((*pytest("backend", "backend-services.xml", at_once=2), "-m", "each_database"),),
            results="backend-services.xml",
            switches=(POSTGRESQL, REDIS),
        ),
        Lane(
            "server",
            "Nuxt over HTTP",
            (pytest("tests/server", "server.xml", at_once=2),),
            results="server.xml",
            needs=("build", "var/static/.collected"),
        ),
        Lane(
            "browser",
            "Chromium, SQLite",
            (pytest("tests/browser", "browser.xml", at_once=3),),
            results="browser.xml",
            needs=("build", "var/static/.collected"),
            chromium=True,
        ),
        Lane(
            "production",
            "Caddy, PostgreSQL, Redis",
            (pytest("tests/production", "production.xml"),),
            results="production.xml",
            needs=("build", "var/static/.collected"),
            rehearses=True,
        ),
        *(
            Lane(
                layout,
                "Chromium, HTTPS",
                (
                    (
                        *pytest("tests/browser", f"{layout}.xml"),
                        f"--layout={layout}",
                        "-m",
                        "each_layout",
                    ),
                ),
                results=f"{layout}.xml",
                needs=("build", "var/static/.collected"),
                rehearses=True,
                chromium=True,
            )
            for layout in LAYOUTS
        ),
        Lane("without-blog", "both sides", (_WITHOUT_BLOG,), needs=("packages",), chromium=True),
    ]


def ran_on(lane: Lane, environ: Mapping[str, str]) -> str:
    """What the lane runs on, in the words of the summary."""
    if not lane.switches:
        return lane.on
    services = [switch.service for switch in named(lane.switches, environ)]
    return ", ".join(services if POSTGRESQL.service in services else ["SQLite", *services])


def environment(lane: Lane, environ: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """The environment of the lane: never the database, nor the Redis, that someone works with."""
    # Inside make, its own variables would make the `make run` of a test obey this run's options.
    inherited = {
        name: value
        for name, value in environ.items()
        if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "REDIS_URL", "PORT"}
    }
    return {
        **inherited,
        "ENVIRONMENT": "local",
        "DATABASE_URL": f"sqlite:///{scratch / 'test.sqlite3'}",
        "PYTHONPATH": str(ROOT),
        **{
            switch.passed_on_as: environ[switch.variable]
            for switch in named(lane.switches, environ)
        },
    }
