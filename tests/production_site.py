"""The site as it runs in production: HTTPS, a proxy, several servers, PostgreSQL and Redis.

Started by the rehearsal from the deployment's own files, with the gate between the proxy and the
API servers. Chromium finds the site's names on the loopback and trusts its certificate authority.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.api_proxy import ApiProxy
from tests.browser.chromium_arguments import trusting
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
        """What Django is told, but that it is production: this makes demo accounts."""
        return {**self.site.api_environment, "ENVIRONMENT": "local"}

    @property
    def resolver_rules(self) -> str:
        return f"MAP *.{DOMAIN}:443 {HOST}:{self.https_port}, MAP * ~NOTFOUND, EXCLUDE {HOST}"

    def trust(self, home: Path) -> dict[str, str]:
        """A home in which Chromium finds the certificate authority among those it trusts."""
        return trusting(self.site.authority, home)


@contextmanager
def running_production_site(layout: str, api_proxy: ApiProxy) -> Iterator[ProductionSite]:
    """The site in this layout, with the demo accounts and posts, until the block ends."""
    ports = (free_port(), free_port())
    # Not pytest's own folders, which PostgreSQL's user may not enter.
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
