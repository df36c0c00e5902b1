"""`manage.py doctor`, and the checks before gunicorn starts."""

import ipaddress
import os
import secrets
import subprocess
import sys
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.checks import registry
from django.core.management import CommandError, call_command
from django.db import connection, connections
from pytest_django import Settings

from doctor import SERVICES, SETTINGS, SITE
from doctor.startup import check_before_start
from gunicorn_server.tests.running_server import BACKEND, free_port


def test_errors_come_first(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "mail.backend.QueueBackend"
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("0.0.0.0/0")]
    output = StringIO()
    with pytest.raises(CommandError, match=r"^1 error found\.$"):
        call_command("doctor", stdout=output)
    assert output.getvalue().splitlines() == [
        (
            "Error: TRUSTED_PROXIES contains '0.0.0.0/0', which is every address: anyone can forge "
            "a client address, and no limit on failed log-ins holds."
        ),
        "  List the addresses or networks of your own proxies and Nuxt servers only.",
        "Note: No mail server is set up (EMAIL_URL): mails are kept, and shown at /outbox.",
    ]


def test_no_problems() -> None:
    output = StringIO()
    call_command("doctor", stdout=output)
    assert output.getvalue() == "No problems found.\n"


def test_all_checks_are_registered() -> None:
    """By tag, so that `manage.py check --deploy` runs them, too."""
    checks = registry.registry.deployment_checks
    names = {
        # `register` adds the tags, which function types lack.
        tag: {check.__name__ for check in checks if tag in check.tags}  # type: ignore[attr-defined]
        for tag in (SETTINGS, SERVICES, SITE)
    }
    assert names == {
        SETTINGS: {
            *("check_cookie_domain", "check_shared_cookies", "check_frontend_scheme"),
            *("check_trusted_origins", "check_cross_origin_calls", "check_cookie_names"),
            *("check_origins_are_set", "check_origins_agree"),
            *("check_trusted_networks", "check_https_proxy", "check_remote_proxies"),
            "check_https",
        },
        SERVICES: {
            *("check_database", "check_replicas", "check_accounts", "check_redis"),
            "check_mail",
            "check_mail_server",
        },
        SITE: {"check_api_urls"},
    }


@pytest.mark.slow
def test_broken_settings_stop_the_start() -> None:
    process = subprocess.run(
        [sys.executable, "serve.py"],
        cwd=BACKEND,
        env={
            "PATH": os.environ["PATH"],
            "ENVIRONMENT": "production",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "blog.example.com",
            "COOKIE_DOMAIN": "example.net",
            "DATABASE_URL": "postgres://user:hunter2@127.0.0.1:1/none",
            "REDIS_URL": "redis://:hunter2@127.0.0.1:1/0",
            "LOG_FORMAT": "plain",
            "API_PORT": str(free_port()),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert process.returncode != 0
    for line in (
        "Error: COOKIE_DOMAIN is 'example.net', and 'blog.example.com' does not end in it",
        "Error: The database cannot be reached: ",
        "Error: Redis cannot be reached: ",
        "Latchkey cannot start with these settings.",
    ):
        assert line in process.stderr
    assert "hunter2" not in process.stderr


@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_lost_database_does_not_stop_the_start(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    log_format: str,
) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError("connection refused")

    closed = []
    settings.ENVIRONMENT, settings.LOG_FORMAT = "production", log_format
    settings.SESSION_COOKIE_SECURE = True
    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", refuse)
        patch.setattr(connections, "close_all", lambda: closed.append("databases"))
        patch.setattr(caches, "close_all", lambda: closed.append("caches"))
        check_before_start()
    message = "Error: The database cannot be reached: connection refused"
    hint = "Check DATABASE_URL, and whether the database server runs."
    if log_format == "plain":
        assert capsys.readouterr().err == f"{message}\n  {hint}\n"
    else:
        assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
            ("ERROR", f"{message} {hint}")
        ]
    # Workers must not inherit connections.
    assert closed == ["databases", "caches"]


def test_local_start_runs_no_checks(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("0.0.0.0/0")]
    check_before_start()
    assert capsys.readouterr().err == ""
