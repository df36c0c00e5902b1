"""Addresses and settings of the processes."""

from pathlib import Path, PurePosixPath
from typing import Any

from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.instances import assign_addresses


def service(name: str, **changes: Any) -> Service:
    plain: dict[str, Any] = {
        "image": f"latchkey-{name}",
        "command": (),
        "environment": {},
        "depends_on": {},
        "health_command": (),
        "replicas": 1,
        "restarts": True,
        "grace": 1.0,
        "files": {},
        "contents": {},
    }
    return Service(name, **plain | changes)


def placed(*services: Service) -> dict[str, Any]:
    instances = assign_addresses({each.name: each for each in services}, "127.83")
    return {instance.name: instance for instance in instances}


def test_every_process_has_its_own_address() -> None:
    instances = placed(service("api", replicas=2), service("web"))
    assert {name: instance.address for name, instance in instances.items()} == {
        "api-1": "127.83.1.1",
        "api-2": "127.83.1.2",
        "web-1": "127.83.2.1",
    }


def test_each_process_listens_on_its_address_only() -> None:
    api = service(
        "api", command=("serve", "0.0.0.0"), health_command=("ask", "http://0.0.0.0:8000/")
    )
    instance = placed(api)["api-1"]
    assert instance.command == ("serve", "127.83.1.1")
    assert instance.health_command == ("ask", "http://127.83.1.1:8000/")


def test_service_names_become_addresses() -> None:
    environment = {
        "ALL": "api:8000",
        "URL": "http://api:8000",
        "DATABASE": "postgres://latchkey:secret@postgres:5432/latchkey",
        "NAME": "api",
        "OTHER": "http://rapi:8000",
    }
    postgres = service("postgres")
    web = service("web", environment=environment)
    assert placed(service("api", replicas=2), postgres, web)["web-1"].environment == {
        "ALL": "127.83.1.1:8000 127.83.1.2:8000",
        "URL": "http://127.83.1.1:8000",
        "DATABASE": "postgres://latchkey:secret@127.83.2.1:5432/latchkey",
        "NAME": "api",
        "OTHER": "http://rapi:8000",
    }


def test_mounted_paths_become_repository_paths() -> None:
    proxy = service(
        "proxy",
        command=("run", "/etc/proxy/config"),
        environment={"FILES": "/etc/proxy", "OTHER": "/etc"},
        files={PurePosixPath("/etc/proxy/config"): Path("deploy/config")},
    )
    instance = placed(proxy)["proxy-1"]
    assert instance.command == ("run", "deploy/config")
    assert instance.environment == {"FILES": "deploy", "OTHER": "/etc"}
