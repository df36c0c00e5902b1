"""Read the services of a Compose file, to start them without containers.

Unknown keys are refused: ignoring one could make the rehearsal differ from production.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

# Without meaning outside containers.
_OF_CONTAINERS = {"build", "networks", "ports"}
_UNDERSTOOD = {
    *("image", "command", "environment", "depends_on", "healthcheck", "deploy", "restart"),
    *("stop_grace_period", "volumes", "configs"),
}


class ComposeError(Exception):
    """The file has a key or value that is not supported; the message names it."""


@dataclass(frozen=True)
class Service:
    """A service: a command and the number of processes that run it."""

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    # Service names and conditions, such as `service_healthy`.
    depends_on: Mapping[str, str]
    # Exits with 0 when the process is ready; empty without a health check.
    health_command: tuple[str, ...]
    replicas: int
    restarts: bool
    # Seconds from SIGTERM to SIGKILL.
    grace: float
    # Mounted files of the repository, by path in the container.
    files: Mapping[PurePosixPath, Path]
    # Contents of `configs`, by path in the container.
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
    """Mounts from the repository, without named volumes."""
    mounts = [volume.split(":") for volume in volumes if volume.startswith("./")]
    return {PurePosixPath(mount[1]): folder / mount[0] for mount in mounts}


def seconds(duration: str) -> float:
    """The seconds of a Compose duration, such as `1m30s` or `500ms`."""
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
    """A required variable is not set; the message is the file's."""


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Replace variables with their values.

    `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` (both without the colon too) and
    `$$` for a dollar sign. A default must not contain a variable: Swarm does not support it.
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
