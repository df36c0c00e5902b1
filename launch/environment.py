"""The environment variables of the servers, the tools and the tests."""

from collections.abc import Mapping

from launch.paths import ROOT, node_bin, python_bin
from launch.ports import LOOPBACK

# Half of the memory that Nuxt takes under load otherwise, at little cost in speed.
_NODE_MEMORY = "--max-old-space-size=256"


def with_tools(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the locked Node, npm and Python first on PATH."""
    path = f"{node_bin()}:{python_bin()}:{environ.get('PATH', '')}"
    return {**environ, "PATH": path, "NUXT_TELEMETRY_DISABLED": "1"}


def for_servers(environ: Mapping[str, str], *, port: int, api_port: int) -> dict[str, str]:
    """The environment of the API and the Nuxt server, with each other's address.

    Variables that are set stay, except for addresses: both servers listen on the loopback only.
    """
    return {
        "ENVIRONMENT": "local",
        **with_tools(environ),
        "PORT": str(port),
        "NITRO_PORT": str(port),
        "NITRO_HOST": LOOPBACK,
        "HOST": LOOPBACK,
        "API_PORT": str(api_port),
        "NUXT_SESSION_API_URL": f"http://{LOOPBACK}:{api_port}",
        "PYTHONUNBUFFERED": "1",
    }


def for_production_build(environ: Mapping[str, str]) -> dict[str, str]:
    """Add the variables for the built front end."""
    options = environ.get("NODE_OPTIONS", "")
    if "--max-old-space-size" not in options:
        options = f"{options} {_NODE_MEMORY}".strip()
    return {**environ, "NODE_ENV": "production", "NODE_OPTIONS": options}


def for_development(environ: Mapping[str, str]) -> dict[str, str]:
    """Add the variables for servers that reload on every change."""
    return {**environ, "NODE_ENV": "development", "DJANGO_RUNSERVER_HIDE_WARNING": "true"}


def for_tests(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the tests, without the database, Redis and port of a developer's site.

    Also without make's variables: a test that runs make must not inherit its options.
    With Python's bytecode cache: the tests start Python a few hundred times.
    """
    dropped = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "REDIS_URL", "PORT"}
    dropped |= {"PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in environ.items() if name not in dropped}
    return {
        **with_tools(kept),
        "ENVIRONMENT": "local",
        "DATABASE_URL": "sqlite://:memory:",
        "PYTHONPATH": str(ROOT),
    }
