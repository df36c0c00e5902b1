"""Fixtures of the tests of the whole site: the running site, its database, its members.

The cast: Alice, who is staff; Bob and Charlie, who are members.
"""

import fcntl
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from tests.api_proxy import ApiProxy, running_api_proxy
from tests.django_process import django_process
from tests.frontend_build import is_stale
from tests.mails import Mails
from tests.members import PASSWORD, Member, Members
from tests.production.rehearsal.layouts import LAYOUTS
from tests.production_site import ProductionSite, running_production_site
from tests.site import Site, SiteUnderTest, environment, prepare_database, running_site

SLOW_FILES = ("test_make_dev", "test_cached_routes", "test_make_run", "test_no_cross_talk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--layout",
        choices=LAYOUTS,
        help="try the site as it runs in production, over HTTPS, its names in this layout",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to test a build that is older than its sources."""
    # Once is enough: not in the workers of xdist.
    if not hasattr(session.config, "workerinput") and is_stale():
        pytest.exit("The front end has changed since it was built. Run: make build", returncode=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: item.path.stem not in SLOW_FILES)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A migrated database with the demo data, prepared once for all workers."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # shared by the workers of xdist
    database = folder / "demo.sqlite3"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            unfinished = folder / "unfinished.sqlite3"
            prepare_database(environment(unfinished))
            unfinished.rename(database)
    return database


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the site's database and log."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def api_proxy() -> Iterator[ApiProxy]:
    with running_api_proxy() as api_proxy:
        yield api_proxy


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest,
    site_folder: Path,
    api_proxy: ApiProxy,
) -> Iterator[Site | ProductionSite]:
    """The running site, one for each worker."""
    layout: str | None = request.config.getoption("layout")
    if layout is not None:
        with running_production_site(layout, api_proxy) as rehearsed:
            yield rehearsed
        return
    database = site_folder / "database.sqlite3"
    shutil.copy(request.getfixturevalue("demo_database"), database)
    with running_site(database, api_proxy, site_folder / "log") as local:
        yield local


@pytest.fixture(scope="session")
def django(site: SiteUnderTest) -> Iterator[Executor]:
    """Django on the site's database."""
    with django_process(site.environ) as django:
        yield django


@pytest.fixture(scope="session")
def members(django: Executor) -> Members:
    return Members(django)


@pytest.fixture(scope="session")
def mails(django: Executor) -> Mails:
    return Mails(django)


@pytest.fixture(scope="session")
def dora(members: Members) -> Member:
    """A member without posts: her name appears only where she is logged in."""
    return members.create("dora.quillfeather@example.com", "Dora Quillfeather", PASSWORD)
