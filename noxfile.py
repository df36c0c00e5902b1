"""The steps of `make test`. `STEPS="backend browser"` picks some, `QUICK=1` the quick ones.

Steps run side by side and start in the order of this file: those that need no build, then the long
ones, so that none runs alone at the end. A step that lacks a server or a program is skipped and
says why; REQUIRED_STEPS names those that fail instead.
"""

import os

import nox
from nox.command import CommandFailed

from launch.environment import for_tests
from launch.paths import ROOT
from tests.chromium import ChromiumMissingError, executable
from tests.production.rehearsal import programs
from tests.production.rehearsal.layouts import LAYOUTS

PYTHON_CODE = (
    "backend",
    "bench",
    "launch",
    "tests",
    "noxfile.py",
)
NPM = ("python", "-m", "launch.npm", "run")
# Tests of one file stay together: they share fixtures that start servers. A test that hangs fails
# after ten minutes.
PYTEST = ("python", "-m", "pytest", "-q", "--dist=loadfile", "--timeout=600")
SLOW_FIRST = ("--no-loadscope-reorder",)  # in the order of tests/conftest.py
REBUILD = "tests/production/test_build.py"

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "none"
nox.options.allow_parallel = True
environ = for_tests(os.environ)
os.environ.clear()
os.environ.update(environ)


# --- Python ---------------------------------------------------------------------------------------


@nox.session(name="lint-python", tags=["quick"])
def lint_python(session: nox.Session) -> None:
    run_all(
        session,
        ("python", "-m", "ruff", "check"),
        ("python", "-m", "ruff", "format", "--check"),
        (*PYTEST, "launch/tests/test_unused_code.py"),
        ("python", "-m", "mypy", *PYTHON_CODE),
    )


@nox.session
def backend(session: nox.Session) -> None:
    session.run(*PYTEST, "backend", "--numprocesses=2")


@nox.session(name="backend-quick", tags=["quick"], default=False)
def backend_quick(session: nox.Session) -> None:
    """A part of the step backend."""
    session.run(*PYTEST, "backend", "-m", "not slow", "--numprocesses=2")


# --- The whole site -------------------------------------------------------------------------------


@nox.session
def install(session: nox.Session) -> None:
    """Chromium, Caddy, PostgreSQL and Redis, where they are missing and can be installed."""
    session.run("python", "-m", "tests.install_programs")


@nox.session
def build(session: nox.Session) -> None:
    """Install the front-end packages and build the front end."""
    session.run("make", "--no-print-directory", "build", "var/static/.collected")


@nox.session(requires=["build", "install"])
def browser(session: nox.Session) -> None:
    require_chromium(session)
    session.run(*PYTEST, "tests/browser", *SLOW_FIRST, "--numprocesses=2")


@nox.session(tags=["quick"], requires=["build", "install"], default=False)
def story(session: nox.Session) -> None:
    """A part of the step browser."""
    require_chromium(session)
    session.run(
        *PYTEST,
        "tests/browser",
        "-k=story_one",
    )


@nox.session(requires=["build"])
def server(session: nox.Session) -> None:
    """Nuxt over plain HTTP."""
    session.run(*PYTEST, "tests/server", *SLOW_FIRST, "--numprocesses=2")


@nox.session(requires=["build", "install"])
def production(session: nox.Session) -> None:
    require_programs(session)
    session.run(*PYTEST, "tests/production", f"--deselect={REBUILD}", "--numprocesses=2")


# --- Each side by itself --------------------------------------------------------------------------


@nox.session(name="backend-services")
def backend_services(session: nox.Session) -> None:
    variables = {"TEST_DATABASE_URL": "DATABASE_URL", "TEST_REDIS_URL": "REDIS_URL"}
    found = {name: os.environ[name] for name in variables if os.environ.get(name)}
    if not found or (is_required(session) and len(found) < len(variables)):
        missing = [name for name in variables if name not in found]
        skip(session, f"set {' and '.join(missing)}")
    for name, url in found.items():
        session.env[variables[name]] = url
    session.run(*PYTEST, "backend", "-m", "each_database", "--numprocesses=2")


@nox.session(name="lint-frontend", tags=["quick"], requires=["build"])
def lint_frontend(session: nox.Session) -> None:
    session.run(*NPM, "prepare:types")
    run_all(session, (*NPM, "lint"), (*NPM, "typecheck"))


@nox.session(tags=["quick"], requires=["build"])
def frontend(session: nox.Session) -> None:
    session.run(*NPM, "test")


@nox.session(requires=["build"])
def tooling(session: nox.Session) -> None:
    session.run(
        *PYTEST,
        "launch",
        "bench",
        "--deselect=launch/tests/test_unused_code.py",
        *map(str, ROOT.glob("tests/test_*.py")),
        "--numprocesses=2",
    )


@nox.session
def audit(session: nox.Session) -> None:
    try:
        session.run("python", "-m", "launch.audit")
    except CommandFailed as failure:
        if failure.return_code != os.EX_UNAVAILABLE:
            raise
        skip(session, "the advisory database cannot be reached")


# --- Variants -------------------------------------------------------------------------------------


@nox.session(requires=["build", "install"])
@nox.parametrize("layout", list(LAYOUTS), ids=list(LAYOUTS))
def layout(session: nox.Session, layout: str) -> None:
    """The stories in the production set-up."""
    require_programs(session)
    require_chromium(session)
    session.run(*PYTEST, "tests/browser", "-m", "each_layout", f"--layout={layout}")


from tests import without_blog  # noqa: E402, F401 - registers more steps, which start here


@nox.session(requires=["build"], allow_parallel=False)
def rebuild(session: nox.Session) -> None:
    """The last step, because it builds in the folder that the others test."""
    session.run(*PYTEST, REBUILD)


def run_all(session: nox.Session, *commands: tuple[str, ...]) -> None:
    """Run every command, even after one that fails."""
    failed = 0
    for command in commands:
        try:
            session.run(*command)
        except CommandFailed:
            failed += 1
    if failed:
        session.error(f"{failed} of {len(commands)} commands failed")


def is_required(session: nox.Session) -> bool:
    return session.name in os.environ.get("REQUIRED_STEPS", "").split()


def skip(session: nox.Session, reason: str) -> None:
    """End the session: as skipped, or as failed where it is required."""
    if is_required(session):
        session.error(f"required, {reason}")
    session.skip(reason)


def require_programs(session: nox.Session) -> None:
    if missing := programs.missing_packages(programs.IN_TESTS):
        skip(session, f"install {' '.join(missing)}")


def require_chromium(session: nox.Session) -> None:
    try:
        executable()
    except ChromiumMissingError as problem:
        session.error(str(problem))
