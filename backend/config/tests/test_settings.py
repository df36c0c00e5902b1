"""Settings that guarantees depend on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

BACKEND = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "blog.example.com",
}
LOCAL = {"ENVIRONMENT": "local", "SECRET_KEY": "short is fine here"}


def test_the_csrf_cookie_outlives_the_session_cookie() -> None:
    """The front end relies on it: who has no csrftoken has no session."""
    assert settings.CSRF_COOKIE_AGE > settings.SESSION_COOKIE_AGE
    assert not settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.CSRF_COOKIE_PATH == settings.SESSION_COOKIE_PATH
    assert settings.CSRF_COOKIE_DOMAIN == settings.SESSION_COOKIE_DOMAIN


@pytest.mark.parametrize(
    ("variables", "flags"),
    [
        (PRODUCTION, "True True"),
        ({**PRODUCTION, "HTTPS": "true"}, "True True"),
        ({**PRODUCTION, "HTTPS": "false"}, "False False"),
        (LOCAL, "False False"),
        ({**LOCAL, "HTTPS": "true"}, "True True"),
    ],
)
def test_both_cookies_are_secure_wherever_the_site_is_on_https(
    variables: dict[str, str], flags: str
) -> None:
    """In a process of its own: settings are read once, and the tests have read theirs."""
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.settings import *; print(SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE)",
        ],
        cwd=BACKEND,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "sqlite://:memory:",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout.strip(), result.stderr) == (flags, "")


def test_requests_are_not_transactions() -> None:
    """A refused log-in would take its count of failures back."""
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_connections_are_kept_and_checked() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] > 0
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


def test_sqlite_waits_for_its_turn_to_write() -> None:
    if connection.vendor == "sqlite":
        options = settings.DATABASES["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options["timeout"] >= 5
        assert "journal_mode=WAL" in options["init_command"]
    else:
        assert "OPTIONS" not in settings.DATABASES["default"] or (
            "transaction_mode" not in settings.DATABASES["default"]["OPTIONS"]
        )


def test_no_cache_of_one_process_counts_failures() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith((".RedisCache", ".DatabaseCache"))


def test_a_shared_cache_is_used_for_sessions_only_if_there_is_one() -> None:
    redis = settings.CACHES["default"]["BACKEND"].endswith(".RedisCache")
    assert settings.SESSION_ENGINE.endswith(".cached_db" if redis else ".db")


def test_migrating_is_all_that_the_cache_needs() -> None:
    assert "cache" in connection.introspection.table_names()


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_has_no_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check", fail_level="WARNING")


def test_django_has_no_complaint_about_production() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=BACKEND,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "sqlite://:memory:",
            **PRODUCTION,
            "SECRET_KEY": "a key as long as it has to be, of 7 kinds of characters",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout == "System check identified no issues (3 silenced).\n", result.stderr
