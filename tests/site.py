"""Starts the whole site with the launcher behind `make run`, on a database of its own."""

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

# What the person at the keyboard may have set for a site of their own.
_NOT_OURS = ("ALLOWED_HOSTS", "API_PORT", "DEBUG", "HTTPS", "REDIS_URL", "TRUSTED_PROXIES")
# Inside `make test`, a make of ours would obey the options of that one.
OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS")


def environment(database: Path, **settings: str) -> dict[str, str]:
    """The environment of a site on this database."""
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
    """Make the database and its demo data, as `make run` does."""
    for command in (("migrate", "--no-input", "--verbosity=0"), ("demo",)):
        subprocess.run(
            [sys.executable, "backend/manage.py", *command], env=environ, cwd=ROOT, check=True
        )


class SiteUnderTest(Protocol):
    """A running site, as tests know it."""

    @property
    def api_proxy(self) -> ApiProxy:
        """Between the site's servers."""

    @property
    def url(self) -> str:
        """The origin of its pages."""

    @property
    def api_url(self) -> str:
        """The origin of its API, as browsers know it."""

    @property
    def host(self) -> str:
        """Its host, and the port if browsers name one."""

    @property
    def cookie_domain(self) -> str | None:
        """The domain that its cookies belong to; None where they are its host's alone."""

    @property
    def cookie_prefix(self) -> str:
        """What the names of its cookies begin with."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment in which Django finds its database."""

    @property
    def resolver_rules(self) -> str:
        """Where Chromium finds it, and that there is no other network."""

    def trust(self, home: Path) -> dict[str, str]:
        """What Chromium's environment needs so that the certificate is trusted."""


@dataclass(frozen=True)
class Site:
    """What `make run` starts."""

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
        """For the block, the API takes connections and answers none."""
        (api,) = (pid for pid in children_of(self.launcher.pid) if "serve.py" in command_of(pid))
        os.killpg(api, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(api, signal.SIGCONT)


def start_launcher(
    environ: Mapping[str, str], log: Path, command: Sequence[str] = LAUNCHER
) -> subprocess.Popen[bytes]:
    """Start the launcher; what it and the servers say goes to the log."""
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
    """Until the launcher says that the site is up."""
    deadline = time.monotonic() + seconds
    while "Latchkey is running" not in log.read_text(errors="replace"):
        assert launcher.poll() is None, f"It ended at once:\n{log.read_text(errors='replace')}"
        assert time.monotonic() < deadline, f"It did not start:\n{log.read_text(errors='replace')}"
        time.sleep(0.05)


@contextmanager
def running_site(database: Path, api_proxy: ApiProxy, log: Path) -> Iterator[Site]:
    """The site with the gate between its two servers, until the block ends."""
    port = free_port()
    environ = environment(
        database,
        PORT=str(port),
        API_PORT=str(api_proxy.port),
        # Nuxt finds the gate where it looks for gunicorn; this moves gunicorn behind it.
        GUNICORN_CMD_ARGS=f"--bind {HOST}:{api_proxy.api_port}",
    )
    launcher = start_launcher(environ, log)
    try:
        wait_until_running(launcher, log)
        yield Site(port, api_proxy, launcher, environment(database))
    finally:
        launcher.terminate()
        launcher.wait(_STOP_SECONDS)
