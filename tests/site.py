"""Start the whole site as `make run` does, on its own database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from launch.paths import ROOT
from tests.api_proxy import ApiProxy
from tests.http_client import HOST, free_port
from tests.processes import children_of, command_of

LAUNCHER = (sys.executable, "-m", "launch.run")

_START_SECONDS = 60
_STOP_SECONDS = 15

# A developer may have set these for their own site.
_NOT_OURS = ("ALLOWED_HOSTS", "API_PORT", "DEBUG", "HTTPS", "REDIS_URL", "TRUSTED_PROXIES")
# A make started by a test must not inherit the options of `make test`.
OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS")


def environment(database: Path, **settings: str) -> dict[str, str]:
    """The environment variables of a site on this database."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in (*_NOT_OURS, *OF_MAKE) and not name.startswith("NUXT_")
    }
    return {
        **inherited,
        "ENVIRONMENT": "local",
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": "for the browser tests, where nothing is secret, and long enough",
        "PYTHONPATH": str(ROOT),
        **settings,
    }


def prepare_database(environ: Mapping[str, str]) -> None:
    """Migrate the database and add the demo data, as `make run` does."""
    for command in (("migrate", "--no-input", "--verbosity=0"), ("demo",)):
        subprocess.run(
            [sys.executable, "backend/manage.py", *command], env=environ, cwd=ROOT, check=True
        )


class SiteUnderTest(Protocol):
    """A running site: a local one, or one in a production layout."""

    @property
    def api_proxy(self) -> ApiProxy:
        """The proxy between Nuxt and the API."""

    @property
    def url(self) -> str:
        """The origin of its pages."""

    @property
    def api_url(self) -> str:
        """The origin of its API for browsers."""

    @property
    def host(self) -> str:
        """Its host, with the port unless that is the default."""

    @property
    def cookie_domain(self) -> str | None:
        """The domain of its cookies; None for host-only cookies."""

    @property
    def cookie_prefix(self) -> str:
        """The prefix of its cookies' names."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables for Django."""

    @property
    def resolver_rules(self) -> str:
        """Chromium's host rules: the site, and no other network."""

    def trust(self, home: Path) -> dict[str, str]:
        """The environment variables by which Chromium trusts the certificate."""


@dataclass(frozen=True)
class Site:
    """The site that `make run` starts."""

    port: int
    api_proxy: ApiProxy
    launcher: subprocess.Popen[bytes]
    environ: Mapping[str, str]
    cookie_domain: None = None
    cookie_prefix: str = ""
    resolver_rules: str = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    @property
    def api_url(self) -> str:
        return self.url

    def trust(self, home: Path) -> dict[str, str]:
        return {}

    @contextmanager
    def api_frozen(self) -> Iterator[None]:
        """Stop the API from responding; it still accepts connections."""
        (api,) = (pid for pid in children_of(self.launcher.pid) if "serve.py" in command_of(pid))
        os.killpg(api, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(api, signal.SIGCONT)


def start_launcher(
    environ: Mapping[str, str], log: Path, command: Sequence[str] = LAUNCHER
) -> subprocess.Popen[bytes]:
    """Start the launcher, with its output in the log."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env=environ,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_running(
    launcher: subprocess.Popen[bytes], log: Path, seconds: float = _START_SECONDS
) -> None:
    """Wait until the launcher reports that the site is up."""
    deadline = time.monotonic() + seconds
    while "Latchkey is running" not in log.read_text(errors="replace"):
        assert launcher.poll() is None, f"It ended at once:\n{log.read_text(errors='replace')}"
        assert time.monotonic() < deadline, f"It did not start:\n{log.read_text(errors='replace')}"
        time.sleep(0.05)


@contextmanager
def running_site(database: Path, api_proxy: ApiProxy, log: Path) -> Iterator[Site]:
    """Run the site with the proxy between its servers until the block ends."""
    port = free_port()
    environ = environment(
        database,
        PORT=str(port),
        API_PORT=str(api_proxy.port),
        # Nuxt expects gunicorn on the port of the proxy, so gunicorn gets another one.
        GUNICORN_CMD_ARGS=f"--bind {HOST}:{api_proxy.api_port}",
    )
    launcher = start_launcher(environ, log)
    try:
        wait_until_running(launcher, log)
        yield Site(port, api_proxy, launcher, environment(database))
    finally:
        launcher.terminate()
        launcher.wait(_STOP_SECONDS)
