"""The site as it runs in production: HTTPS, a proxy, several servers, PostgreSQL and Redis.

The rehearsal starts it from the deployment's files, with a proxy in front of the API servers.
Chromium resolves the site's names to the loopback and trusts its certificate authority.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.api_proxy import ApiProxy
from tests.browser.chromium_arguments import trust_authority
from tests.http_client import HOST, free_port
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

DOMAIN = "example.com"


@dataclass(frozen=True)
class ProductionSite:
    """The running site."""

    site: Site
    api_proxy: ApiProxy
    https_port: int

    @property
    def url(self) -> str:
        return self.site.origin

    @property
    def api_url(self) -> str:
        return self.site.api_origin

    @property
    def host(self) -> str:
        return self.site.name

    @property
    def cookie_domain(self) -> str | None:
        return self.site.cookie_domain

    @property
    def cookie_prefix(self) -> str:
        return self.site.cookie_prefix

    @property
    def environ(self) -> dict[str, str]:
        """Django's environment variables, as a local site: only that may have demo accounts."""
        return {**self.site.api_environment, "ENVIRONMENT": "local"}

    @property
    def resolver_rules(self) -> str:
        return f"MAP *.{DOMAIN}:443 {HOST}:{self.https_port}, MAP * ~NOTFOUND, EXCLUDE {HOST}"

    def trust(self, home: Path) -> dict[str, str]:
        """Create a home directory in which Chromium trusts the certificate authority."""
        return trust_authority(self.site.authority, home)


@contextmanager
def running_production_site(layout: str, api_proxy: ApiProxy) -> Iterator[ProductionSite]:
    """Run the site in this layout, with the demo data, until the block ends."""
    ports = (free_port(), free_port())
    # PostgreSQL's user cannot enter pytest's own folders.
    with tempfile.TemporaryDirectory(prefix="latchkey-rehearsal-") as folder:
        site = Site(
            layout,
            Address(f"latchkey.{DOMAIN}"),
            listen=ports,
            folder=Path(folder),
            report=print,
            API_UPSTREAMS=f"{HOST}:{api_proxy.port}",
        )
        api_proxy.balance([(instance.address, 8000) for instance in site.supervisor.of("api")])
        with site.running():
            site.manage("demo", ENVIRONMENT="local")
            yield ProductionSite(site, api_proxy, ports[1])
