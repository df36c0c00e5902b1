"""The documented commands for backups agree with `manage.py backup` and the systemd units."""

import re
import shlex

from backup import EXCLUDED_TABLES
from backup.postgresql import EMPTY_SCHEMA
from launch.paths import ROOT
from tests.production.deploy_files import services, unit

# The commands with which Compose and a Swarm run a program in the database's container.
IN_DATABASE = [
    "docker compose exec --no-TTY postgres ",
    'docker exec "$(docker ps --quiet --filter name=latchkey_postgres)" ',
]


def in_database(command: str) -> list[list[str]]:
    """The matching commands of docs/operations.md, for Compose and for a Swarm, as words."""
    text = (ROOT / "docs" / "operations.md").read_text().replace("--interactive ", "")
    found = [re.findall(rf"{re.escape(by)}({command})", text, re.DOTALL) for by in IN_DATABASE]
    return [shlex.split(each.replace("\\\n", "")) for [each] in found]


def options(program: str) -> set[str]:
    """The options of `manage.py backup` and `restore`, without files and connection."""
    source = (ROOT / "backend" / "backup" / "postgresql.py").read_text()
    call = source[source.index(f'"{program}", ') :]
    return set(
        re.findall(r'"(--[A-Za-z_=1-]+[a-z1])"', call[: call.index("\n\n")].split("_run(")[0])
    )


def test_backups_in_containers_use_the_same_options() -> None:
    """The API's image lacks the programs that `manage.py backup` and `restore` run."""
    environment = services("compose.yaml")["postgres"]["environment"]
    name = environment["POSTGRES_DB"]
    user = {"--username", environment["POSTGRES_USER"]}

    by_compose, by_swarm = in_database(r"pg_dump [^>]+")
    assert by_compose == by_swarm
    excluded = {f"--exclude-table-data={table}" for table in EXCLUDED_TABLES}
    assert set(by_compose) == {"pg_dump", *user, *options("pg_dump"), *excluded, name}

    by_compose, by_swarm = in_database(r"sh -ec '.+?'")
    assert by_compose == by_swarm
    first, second, _ = by_compose[2].strip().split("\n")
    assert set(shlex.split(first)) == {
        *("pg_restore", "--file=/tmp/script.sql"),
        *options("pg_restore"),
    }
    assert set(shlex.split(second)) == {
        *("psql", *user, "--dbname", name, *options("psql")),
        *(f"--command={EMPTY_SCHEMA}", "--file=/tmp/script.sql"),
    }


def test_the_installation_creates_the_backup_folder() -> None:
    installation = (ROOT / "docs" / "deploy.md").read_text()
    service = unit("latchkey-backup.service")["Service"]
    folder = f"/var/lib/{service['StateDirectory']}"
    owner = f"--owner {service['User']} --group {service['Group']}"
    mode = service["StateDirectoryMode"].lstrip("0")
    assert f"sudo install --directory {owner} --mode {mode} {folder}\n" in installation
    assert f" backup {folder} " in service["ExecStart"]
    assert f"manage backup {folder} " in (ROOT / "docs" / "operations.md").read_text()
