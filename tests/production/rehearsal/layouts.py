"""The names under which a site is reached, as variables of deploy/compose.yaml."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.production.rehearsal import programs


@dataclass(frozen=True)
class Address:
    """Where browsers find the site: its domain and the port they connect to."""

    domain: str
    port: int = 443

    def origin(self, name: str) -> str:
        """The origin of a host name of the site."""
        return f"https://{name}" if self.port == 443 else f"https://{name}:{self.port}"


def one_name(address: Address) -> dict[str, str]:
    """The same name for the pages and the API."""
    return {
        "SITE_NAME": address.domain,
        "API_NAME": address.domain,
        "FRONTEND_PORT": str(address.port),
    }


def one_origin(address: Address) -> dict[str, str]:
    """One name for pages and API; the proxy parts them by path."""
    return {"LAYOUT": "one-origin", **one_name(address)}


def two_domains(address: Address) -> dict[str, str]:
    """`app.` for the pages and `api.` for the API, below one domain that the cookies belong to."""
    site, api = f"app.{address.domain}", f"api.{address.domain}"
    return {
        "LAYOUT": "two-domains",
        "SITE_NAME": site,
        "API_NAME": api,
        "FRONTEND_PORT": str(address.port),
        "BROWSER_API_URL": address.origin(api),
        "COOKIE_DOMAIN": address.domain,
        "COOKIE_PREFIX": "__Secure-",
    }


def pass_through(address: Address) -> dict[str, str]:
    """The pages alone have a name, and pass on what is for the API."""
    return {"LAYOUT": "pass-through", **one_name(address)}


LAYOUTS: dict[str, Callable[[Address], dict[str, str]]] = {
    "one-origin": one_origin,
    "two-domains": two_domains,
    "pass-through": pass_through,
}


def compose_variables(names: Mapping[str, str], listen: tuple[int, int]) -> dict[str, str]:
    """Everything that compose.yaml asks for, with secrets made for this once.

    `names` are those of a layout, `listen` the ports for HTTP and HTTPS on 127.0.0.1.
    """
    http, https = listen
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "REDIS_PASSWORD": secrets.token_urlsafe(24),
        "HTTP_PORT": str(http),
        "HTTPS_PORT": str(https),
        "OUTER_ADDRESS": "127.0.0.1",
        "CADDY_VERSION": programs.caddy_version(),
        # On the loopback every connection comes from here, whichever address it goes to.
        "INNER_NETWORK": "127.0.0.1/32",
        # A certificate authority of Caddy's own, which this machine is not told to trust.
        "CADDY_OPTIONS": "local_certs\n\tskip_install_trust",
        **names,
    }
