"""The environment that the servers, and the tools beside them, run in."""

from collections.abc import Mapping

from launch.paths import node_bin, python_bin
from launch.ports import LOOPBACK

# Half of what Nuxt would take under load, at little cost in speed.
_NODE_MEMORY = "--max-old-space-size=256"


def with_tools(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the locked Node, npm and Python first on PATH."""
    path = f"{node_bin()}:{python_bin()}:{environ.get('PATH', '')}"
    return {**environ, "PATH": path, "NUXT_TELEMETRY_DISABLED": "1"}


def for_servers(environ: Mapping[str, str], *, port: int, api_port: int) -> dict[str, str]:
    """The environment in which the API and the Nuxt server find each other.

    What the person has set stays, except the addresses: nothing here listens to the outside.
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
    """What is added for the built front end."""
    options = environ.get("NODE_OPTIONS", "")
    if "--max-old-space-size" not in options:
        options = f"{options} {_NODE_MEMORY}".strip()
    return {**environ, "NODE_ENV": "production", "NODE_OPTIONS": options}


def for_development(environ: Mapping[str, str]) -> dict[str, str]:
    """What is added while someone works on the code."""
    return {**environ, "NODE_ENV": "development", "DJANGO_RUNSERVER_HIDE_WARNING": "true"}
