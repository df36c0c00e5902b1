"""The programs of this machine that replace the images."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launch.environment import with_tools
from launch.paths import ROOT
from tests.production.rehearsal.instances import Instance

# Programs and their Debian packages.
PACKAGES = {
    "caddy": "caddy",
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "redis-cli": "redis-tools",
    "wget": "wget",
    "setpriv": "util-linux",
}
# The tests also add a certificate authority to Chromium and check systemd units.
IN_TESTS = {**PACKAGES, "certutil": "libnss3-tools", "systemd-analyze": "systemd"}
_POSTGRESQL = Path("/usr/lib/postgresql")
# The kernel ends the process with its parent.
_TIED = ("setpriv", "--pdeathsig", "KILL")


class ProgramsMissingError(Exception):
    """Programs are missing; the message says how to install them."""


def missing_packages(packages: Mapping[str, str] = PACKAGES) -> list[str]:
    """The Debian packages of those programs that this machine lacks."""
    return [
        package
        for program, package in packages.items()
        if not shutil.which(program, path=search_path(os.environ))
    ]


def require(packages: Mapping[str, str] = PACKAGES) -> None:
    """Raises ProgramsMissingError when a program is missing, or Caddy is not supported."""
    if missing := missing_packages(packages):
        raise ProgramsMissingError(
            "The rehearsal needs programs that are not on this machine. On Debian:\n"
            f"  sudo apt install {' '.join(missing)}"
        )
    caddy_version()


def caddy_version() -> str:
    """The version of this machine's Caddy, such as `2.6`: the name of a file in deploy/buffers.

    Raises ProgramsMissingError when there is no such file.
    """
    caddy = shutil.which("caddy", path=search_path(os.environ)) or "caddy"
    words = subprocess.run([caddy, "version"], capture_output=True, text=True, check=True).stdout
    version = ".".join(words.removeprefix("v").split(".")[:2])
    supported = [file.name for file in (ROOT / "deploy" / "buffers").iterdir()]
    if version not in supported:
        supported.sort(key=lambda name: [int(number) for number in name.split(".")])
        raise ProgramsMissingError(
            f"{caddy} is version {words.split()[0]}; the rehearsal needs {' or '.join(supported)}. "
            "Put a supported Caddy first in PATH: docs/deploy.md, The proxy."
        )
    return version


def search_path(environ: Mapping[str, str]) -> str:
    """PATH with the folder of Debian's PostgreSQL servers."""
    newest = sorted(_POSTGRESQL.glob("*/bin"), key=lambda path: float(path.parent.name))[-1:]
    return os.pathsep.join([environ.get("PATH", ""), *map(str, newest)])


def environment(instance: Instance, folder: Path) -> dict[str, str]:
    """The environment of the process."""
    base = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    tools = with_tools({"PATH": search_path(os.environ)})
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return {**base, **tools, **own, **instance.environment}


def command(instance: Instance, folder: Path) -> list[str]:
    """The command that starts the process."""
    if instance.service.image.startswith("postgres:"):
        sockets = ("-c", "unix_socket_directories=")
        server = ("-D", str(folder / "data"), "-h", instance.address, *sockets)
        return [*_TIED, *_as_owner(), *instance.command, *server]
    if instance.service.image.startswith("redis:"):
        return [*_TIED, *instance.command, "--dir", str(folder)]
    return [*_TIED, *instance.command]


def working_folder(instance: Instance, folder: Path) -> Path:
    """The repository for our programs, as in the images; otherwise the process's folder."""
    ours = instance.service.image.startswith("latchkey-")
    return ROOT if ours else folder


def stop_signal(instance: Instance) -> signal.Signals:
    """The signal for a fast shutdown. At SIGTERM PostgreSQL waits for its clients."""
    return signal.SIGINT if instance.service.image.startswith("postgres:") else signal.SIGTERM


def prepare(instance: Instance, folder: Path) -> None:
    """Do what the image does before the first start: files and the database."""
    for assign_addresses, content in instance.service.contents.items():
        file = folder / assign_addresses.name
        file.touch(0o600)
        file.write_text(content)
    if not instance.service.image.startswith("postgres:"):
        return
    env = environment(instance, folder)
    data = folder / "data"
    password = folder / "password"
    password.write_text(env["POSTGRES_PASSWORD"])
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, password):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    _run(
        [
            *("initdb", "--pgdata", str(data), "--username", env["POSTGRES_USER"]),
            *("--pwfile", str(password), "--auth", "scram-sha-256", "--encoding", "UTF8"),
        ],
        env,
        folder,
    )
    password.unlink()
    _run(
        ["postgres", "--single", "-D", str(data), "postgres"],
        env,
        folder,
        says=f'CREATE DATABASE "{env["POSTGRES_DB"]}";\n',
    )


def _as_owner() -> tuple[str, ...]:
    """The options that change the user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    return ("--reuid", "postgres", "--regid", "postgres", "--init-groups")


def _run(arguments: list[str], env: Mapping[str, str], folder: Path, says: str = "") -> None:
    command = ["setpriv", *_as_owner(), *arguments] if _as_owner() else arguments
    subprocess.run(
        command, env=env, cwd=folder, input=says, text=True, capture_output=True, check=True
    )
