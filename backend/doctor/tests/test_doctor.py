"""manage.py doctor, and the look at a production site before it starts."""

import ipaddress
import os
import secrets
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from gunicorn_server.tests.running_server import BACKEND, free_port

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "ENVIRONMENT": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "blog.example.com",
    "DATABASE_URL": "postgres://user:hunter2@127.0.0.1:1/none",
    "REDIS_URL": "redis://:hunter2@127.0.0.1:1/0",
}


def test_it_names_what_is_wrong_the_worst_first_and_fails(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("0.0.0.0/0")]
    said = StringIO()
    with pytest.raises(CommandError, match=r"^1 error found\.$"):
        call_command("doctor", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("Error: TRUSTED_PROXIES contains '0.0.0.0/0', which is everybody")
    assert lines[1].startswith("  List the addresses or networks of your own proxies")
    assert lines[2].startswith("Note: No mail server is set up.")


def test_it_says_so_when_all_is_well(settings: Settings) -> None:
    said = StringIO()
    call_command("doctor", stdout=said)
    assert said.getvalue() == "No problems found.\n"


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (it is ours)
        [sys.executable, *command],
        cwd=BACKEND,
        env={**PRODUCTION, "API_PORT": str(free_port()), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_replicas_are_looked_at_each_by_its_name(tmp_path: Path) -> None:
    primary = f"sqlite:///{tmp_path / 'primary.sqlite3'}"
    assert run("manage.py", "migrate", DATABASE_URL=primary).returncode == 0
    replicas = [primary, f"sqlite:///{tmp_path / 'empty'}", f"sqlite:///{tmp_path / 'no' / 'such'}"]
    result = run(
        *("manage.py", "doctor"),
        DATABASE_URL=primary,
        DATABASE_REPLICA_URLS=",".join(replicas),
        REDIS_URL="",
    )
    found = [line for line in result.stdout.splitlines() if line.startswith("Error: ")]
    assert len(found) == 2
    assert found[0].startswith("Error: The database replica-2 lacks migrations of this version: ")
    assert found[1].startswith("Error: The database replica-3 cannot be reached: ")


def test_the_mail_server_that_is_looked_for_is_that_of_the_environment() -> None:
    result = run("manage.py", "doctor", EMAIL_URL="smtp://user:hunter2@127.0.0.1:1")
    assert "Warning: The mail server cannot be reached: " in result.stdout
    assert "hunter2" not in result.stdout + result.stderr


def test_a_site_that_cannot_work_does_not_start() -> None:
    result = run("serve.py", COOKIE_DOMAIN="example.net")
    assert result.returncode != 0
    assert "Error: COOKIE_DOMAIN is 'example.net', and 'blog.example.com' does not" in result.stderr
    assert "Latchkey cannot start with these settings." in result.stderr


def test_a_site_whose_services_are_lost_is_warned_and_starts() -> None:
    result = run(
        "-c",
        "import django; django.setup(); import doctor.startup as s; s.check_before_start()",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert result.returncode == 0
    assert "Error: The database cannot be reached:" in result.stderr
    assert "Error: Redis cannot be reached:" in result.stderr
    assert "hunter2" not in result.stderr


def test_django_s_own_look_at_a_production_site_finds_nothing() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert (result.returncode, result.stderr) == (0, "")
