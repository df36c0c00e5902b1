"""The processes of the services, with loopback addresses in place of service names."""

import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.production.rehearsal.compose import Service

_ANY_ADDRESS = "0.0.0.0"
_CHOICES = range(83, 128)
_PORT = 8000  # a bound UDP port marks the network as taken


@dataclass(frozen=True)
class Instance:
    """A process of a service.

    On Linux all of 127.0.0.0/8 is loopback, so each has its own address and the port of its
    container.
    """

    service: Service
    number: int
    address: str
    command: tuple[str, ...]
    health_command: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.service.name}-{self.number}"


def assign_addresses(services: Mapping[str, Service], network: str) -> list[Instance]:
    """Every process of the services, each with an address below `network`, such as `127.83`."""
    addresses = {
        service.name: [f"{network}.{row}.{number}" for number in range(1, service.replicas + 1)]
        for row, service in enumerate(services.values(), start=1)
    }
    return [
        _instance(service, number, address, addresses)
        for service in services.values()
        for number, address in enumerate(addresses[service.name], start=1)
    ]


def _instance(
    service: Service, number: int, address: str, addresses: Mapping[str, Sequence[str]]
) -> Instance:
    def resolve(value: str) -> str:
        return _by_address(_in_repository(value.replace(_ANY_ADDRESS, address), service), addresses)

    return Instance(
        service,
        number,
        address,
        tuple(resolve(part) for part in service.command),
        tuple(resolve(part) for part in service.health_command),
        {name: resolve(value) for name, value in service.environment.items()},
    )


def _in_repository(value: str, service: Service) -> str:
    """Replace a path in the container with one in the repository or the process's folder."""
    path = PurePosixPath(value)
    if path in service.contents:
        return path.name
    for mount, file in service.files.items():
        if path == mount:
            return str(file)
        if path == mount.parent and path != PurePosixPath("/"):
            return str(file.parent)
    return value


def _by_address(value: str, addresses: Mapping[str, Sequence[str]]) -> str:
    """Replace service names, as in `api:8000`, with addresses.

    A value that is only a service becomes all its addresses, other values get the first one.
    """
    for name, all_of_it in addresses.items():
        if whole := re.fullmatch(rf"{name}:(\d+)", value):
            return " ".join(f"{address}:{whole[1]}" for address in all_of_it)
        value = re.sub(rf"(?<=[/@]){name}(?=:\d)", all_of_it[0], value)
    return value


class Network:
    """The addresses below one `127.x`, reserved until release()."""

    def __init__(self) -> None:
        for number in _CHOICES:
            holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                holder.bind((f"127.{number}.0.1", _PORT))
            except OSError:
                holder.close()
                continue
            self._holder = holder
            self.prefix = f"127.{number}"
            return
        raise OSError("Every part of the loopback that rehearsals use is taken.")

    def release(self) -> None:
        """Free the addresses for other rehearsals."""
        self._holder.close()
