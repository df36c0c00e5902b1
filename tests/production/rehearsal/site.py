"""The rehearsed site: start it, find its origin, run management commands."""

import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.paths import ROOT
from tests.production.rehearsal import programs
from tests.production.rehearsal.compose import Service, read
from tests.production.rehearsal.layouts import LAYOUTS, Address, compose_variables
from tests.production.rehearsal.supervisor import Report, StartError, Supervisor, running

COMPOSE_FILE = ROOT / "deploy" / "compose.yaml"
_CERTIFICATE_SECONDS = 30.0
_TICK_SECONDS = 0.1


class Site:
    """The site in one of the layouts."""

    def __init__(
        self,
        layout: str,
        address: Address,
        *,
        listen: tuple[int, int],
        folder: Path,
        report: Report,
        change: Callable[[dict[str, Service]], dict[str, Service]] = lambda services: services,
        **variables: str,
    ) -> None:
        """`listen`: the ports for HTTP and HTTPS on 127.0.0.1. `change`: edits the services.

        `variables` override those of the Compose file.
        """
        # PostgreSQL's user has to reach its files.
        folder.chmod(0o755)
        names = LAYOUTS[layout](address)
        self.name = names["SITE_NAME"]
        self.origin = address.origin(names["SITE_NAME"])
        self.api_origin = names.get("BROWSER_API_URL") or self.origin
        self.cookie_domain = names.get("COOKIE_DOMAIN")
        self._names = {names["SITE_NAME"], names["API_NAME"]}
        self._https_port = listen[1]
        services = read(COMPOSE_FILE, compose_variables(names, listen) | variables)
        self.supervisor = Supervisor(change(services), folder, report)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the site, reachable over HTTPS, until the block ends.

        Raises StartError.
        """
        with running(self.supervisor):
            if self.supervisor.of("proxy"):
                self._wait_for_certificates()
            yield

    def _wait_for_certificates(self) -> None:
        """The proxy is ready before it has certificates."""
        deadline = time.monotonic() + _CERTIFICATE_SECONDS
        for name in self._names:
            while not self._has_certificate(name):
                if time.monotonic() > deadline:
                    raise StartError(f"The proxy has got no certificate for {name}.")
                time.sleep(_TICK_SECONDS)

    def _has_certificate(self, name: str) -> bool:
        try:
            trust = ssl.create_default_context(cafile=self.authority)
            with (
                socket.create_connection(("127.0.0.1", self._https_port), timeout=5) as connection,
                trust.wrap_socket(connection, server_hostname=name),
            ):
                return True
        except OSError:
            # No authority or no certificate yet.
            return False

    @property
    def authority(self) -> Path:
        """The certificate of the site's certificate authority."""
        (proxy,) = self.supervisor.of("proxy")
        return self.supervisor.folder / proxy.name / "caddy/pki/authorities/local/root.crt"

    @property
    def cookie_prefix(self) -> str:
        """The prefix of the cookie names."""
        (web, *_) = self.supervisor.of("web")
        return web.environment["NUXT_PUBLIC_SESSION_COOKIE_PREFIX"]

    @property
    def api_environment(self) -> dict[str, str]:
        """Django's environment."""
        instance = self.supervisor.of("api")[0]
        return programs.environment(instance, self.supervisor.folder / instance.name)

    def manage(self, *arguments: str, **environ: str) -> None:
        """Run a management command on the site's database."""
        subprocess.run(
            ["python", "backend/manage.py", *arguments],
            env=self.api_environment | environ,
            cwd=ROOT,
            check=True,
        )

    def make_administrator(self, email: str) -> str:
        """Create a superuser; returns its new password."""
        password = secrets.token_urlsafe(12)
        self.manage(
            *("createsuperuser", "--no-input", "--email", email, "--name", "Admin"),
            DJANGO_SUPERUSER_PASSWORD=password,
        )
        return password
