"""The services of a Compose file, as far as starting them without containers needs.

What is not understood is refused: a process list that is read in part would drift from the one
that runs in production.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

# Only containers have these: where images come from, networks, and what a restart of Docker does.
_OF_CONTAINERS = {"build", "networks", "ports"}
_UNDERSTOOD = {
    *("image", "command", "environment", "depends_on", "healthcheck", "deploy", "restart"),
    *("stop_grace_period", "volumes", "configs"),
}


class ComposeError(Exception):
    """The file says something that cannot be rehearsed; the message says what."""


@dataclass(frozen=True)
class Service:
    """A kind of process and how many of it run."""

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    # Another service's name, and what has to be true of it first: `service_healthy`, ...
    depends_on: Mapping[str, str]
    # A command that ends with 0 when the process is ready; empty when nobody can tell.
    health_command: tuple[str, ...]
    replicas: int
    restarts: bool
    # How long it may take to end, in seconds.
    grace: float
    # Where files of the repository are found in the container.
    files: Mapping[PurePosixPath, Path]
    # Files that the Compose file itself holds, by their path in the container.
    contents: Mapping[PurePosixPath, str]


def read(path: Path, variables: Mapping[str, str]) -> dict[str, Service]:
    """The services by name. Raises ComposeError, or MissingVariableError for an unset variable."""
    content = _interpolated(yaml.safe_load(path.read_text()), variables)
    configs = content.get("configs", {})
    return {
        name: _service(name, data, path.parent, configs)
        for name, data in content["services"].items()
    }


def _interpolated(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return interpolate(value, variables)
    if isinstance(value, list):
        return [_interpolated(each, variables) for each in value]
    if isinstance(value, dict):
        return {key: _interpolated(each, variables) for key, each in value.items()}
    return value


def _service(
    name: str, data: Mapping[str, Any], folder: Path, configs: Mapping[str, Any]
) -> Service:
    if unknown := data.keys() - _OF_CONTAINERS - _UNDERSTOOD:
        raise ComposeError(f"The service {name} has {', '.join(sorted(unknown))}; not understood.")
    health = data.get("healthcheck", {}).get("test", ["CMD"])
    if health[0] != "CMD":
        raise ComposeError(f"The health check of {name} must be a list that begins with CMD.")
    return Service(
        name=name,
        image=data["image"],
        command=tuple(shlex.split(data.get("command", ""))),
        environment={key: str(value) for key, value in data.get("environment", {}).items()},
        depends_on={other: each["condition"] for other, each in data.get("depends_on", {}).items()},
        health_command=tuple(health[1:]),
        replicas=int(data.get("deploy", {}).get("replicas", 1)),
        restarts=data.get("restart", "no") != "no",
        grace=seconds(data.get("stop_grace_period", "10s")),
        files=_files(data.get("volumes", []), folder),
        contents={
            PurePosixPath(each["target"]): configs[each["source"]]["content"]
            for each in data.get("configs", [])
        },
    )


def _files(volumes: list[str], folder: Path) -> dict[PurePosixPath, Path]:
    """Those that are mounted from the repository; a named volume belongs to the program."""
    mounts = [volume.split(":") for volume in volumes if volume.startswith("./")]
    return {PurePosixPath(mount[1]): folder / mount[0] for mount in mounts}


def seconds(duration: str) -> float:
    """A duration as Compose writes them, such as `1m30s` or `500ms`."""
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
    if not re.fullmatch(r"(\d+(ms|s|m|h))+", duration):
        raise ComposeError(f"{duration!r} is no duration.")
    return sum(float(number) * units[unit] for number, unit in re.findall(r"(\d+)(\D+)", duration))


# https://docs.docker.com/reference/compose-file/interpolation/
_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|(?P<plain>[A-Za-z_]\w*)"
    r"|\{(?P<name>[A-Za-z_]\w*)(?:(?P<operator>:?[-?])(?P<rest>[^${}]*))?\})"
)


class MissingVariableError(Exception):
    """The file asks for a variable that is not set; the message is the file's own."""


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Put the variables' values in.

    `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` (both without the colon too) and
    `$$` for a dollar sign. A default that holds a variable is not taken: Swarm does not know it.
    """

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name = match["name"] or match["plain"]
        operator = match["operator"] or ""
        found = variables.get(name)
        if found or (found is not None and not operator.startswith(":")):
            return found
        if operator.endswith("?"):
            raise MissingVariableError(f"{name} is not set. {match['rest']}")
        return match["rest"] or ""

    return _VARIABLE.sub(value, text)
