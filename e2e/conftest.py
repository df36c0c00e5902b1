"""What every browser test starts from.

The cast: Alice, who is staff; Bob, a member; Charlie, another.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, Page

from e2e.browser_arguments import arguments
from e2e.build import is_stale
from e2e.django_process import django_of
from e2e.gate import Gate, open_gate
from e2e.members import PASSWORD, Member, Members, give_session
from e2e.rehearsed_site import RehearsedSite, rehearsed_site
from e2e.site import AnySite, Site, environment, fill, running_site
from e2e.watch import Watch
from launch import chromium
from tests.production.rehearsal.layouts import LAYOUTS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--layout",
        choices=LAYOUTS,
        help="try the site as it runs in production, over HTTPS, its names in this layout",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to test a build that is older than its sources."""
    # The workers of xdist need not ask again.
    if not hasattr(session.config, "workerinput") and is_stale():
        pytest.exit("The front end has changed since it was built. Run: make build", returncode=1)


class Enter(Protocol):
    """Opens a browser of its own for a member who is logged in, or for nobody."""

    def __call__(self, email: str | None = None, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the site's database and log."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def gate() -> Iterator[Gate]:
    with open_gate() as gate:
        yield gate


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, scene: Path, gate: Gate) -> Iterator[Site | RehearsedSite]:
    """The site, started once for all tests."""
    layout: str | None = request.config.getoption("layout")
    if layout is not None:
        with rehearsed_site(layout, gate) as rehearsed:
            yield rehearsed
        return
    database = scene / "database.sqlite3"
    fill(environment(database))
    with running_site(database, gate, scene / "log") as local:
        yield local


@pytest.fixture(scope="session")
def django(site: AnySite) -> Iterator[Executor]:
    """Django on the site's database."""
    with django_of(site.environ) as django:
        yield django


@pytest.fixture(scope="session")
def members(django: Executor) -> Members:
    return Members(django)


@pytest.fixture(scope="session")
def dora(members: Members) -> Member:
    """Somebody who wrote nothing: her name is only where she is logged in."""
    return members.make("dora.quillfeather@example.com", "Dora Quillfeather", PASSWORD)


@pytest.fixture(scope="session")
def base_url(site: AnySite) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
    site: AnySite,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium.executable()),
        "args": arguments(site.resolver_rules),
        "env": {**os.environ, **site.trust(tmp_path_factory.mktemp("home"))},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def watch(site: AnySite) -> Iterator[Watch]:
    """Fails the test for whatever goes wrong in its pages."""
    watch = Watch(site.url, site.api_url)
    yield watch
    watch.judge()


@pytest.fixture
def new_context(
    watch: Watch, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """Contexts that are watched."""

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(15_000)
        watch.follow(context)
        return context

    return make


@pytest.fixture
def enter(new_context: Callable[..., BrowserContext], members: Members, site: AnySite) -> Enter:
    def open_browser(email: str | None = None, **options: Any) -> Page:
        context = new_context(**options)
        if email is not None:
            key = members.log_in(email)
            give_session(context, key, site.url, site.cookie_domain, site.cookie_prefix)
        return context.new_page()

    return open_browser
