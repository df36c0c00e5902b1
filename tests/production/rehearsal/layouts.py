"""The host names of a site, as variables of deploy/compose.yaml."""

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
    """One name for pages and API; the proxy routes by path."""
    return {"LAYOUT": "one-origin", **one_name(address)}


def two_domains(address: Address) -> dict[str, str]:
    """`app.` for the pages and `api.` for the API, below the domain of the cookies."""
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
    """One name; Nuxt passes API requests on."""
    return {"LAYOUT": "pass-through", **one_name(address)}


LAYOUTS: dict[str, Callable[[Address], dict[str, str]]] = {
    "one-origin": one_origin,
    "two-domains": two_domains,
    "pass-through": pass_through,
}


def compose_variables(names: Mapping[str, str], listen: tuple[int, int]) -> dict[str, str]:
    """All variables of compose.yaml, with new secrets.

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
        # Loopback connections come from here, whatever address they go to.
        "INNER_NETWORK": "127.0.0.1/32",
        # Caddy's own certificate authority, not installed on this machine.
        "CADDY_OPTIONS": "local_certs\n\tskip_install_trust",
        **names,
    }
