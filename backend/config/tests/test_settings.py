"""Settings that depend on the environment, and settings that production relies on."""

import os
import runpy
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.environment import Environment

BACKEND = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "blog.example.com",
}
LOCAL = {"ENVIRONMENT": "local", "SECRET_KEY": "short is fine here"}


class SettingsReader:
    """Runs settings.py again, in another environment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, variables: dict[str, str], *names: str) -> list[Any]:
        with self.monkeypatch.context() as patch:
            for name in Environment.model_fields:
                patch.delenv(name.upper(), raising=False)
            for name, value in {"DATABASE_URL": "sqlite://:memory:", **variables}.items():
                patch.setenv(name, value)
            values = runpy.run_path(str(BACKEND / "config" / "settings.py"))
        return [values[name] for name in names]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> SettingsReader:
    return SettingsReader(monkeypatch)


def test_csrf_cookie_outlives_session_cookie() -> None:
    """The front end relies on it: without a CSRF cookie there is no session."""
    assert settings.CSRF_COOKIE_AGE > settings.SESSION_COOKIE_AGE
    assert not settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.CSRF_COOKIE_PATH == settings.SESSION_COOKIE_PATH
    assert settings.CSRF_COOKIE_DOMAIN == settings.SESSION_COOKIE_DOMAIN


def test_secure_cookies(read: SettingsReader) -> None:
    for variables, is_secure in (
        (PRODUCTION, True),
        ({**PRODUCTION, "HTTPS": "true"}, True),
        ({**PRODUCTION, "HTTPS": "false"}, False),
        (LOCAL, False),
        ({**LOCAL, "HTTPS": "true"}, True),
    ):
        flags = read(variables, "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
        assert flags == [is_secure, is_secure], variables


def test_cookie_prefixes(read: SettingsReader) -> None:
    domain = {"COOKIE_DOMAIN": "example.com"}
    for variables, prefix in (
        (PRODUCTION, "__Host-"),
        ({**PRODUCTION, **domain}, "__Secure-"),
        ({**PRODUCTION, "HTTPS": "false", **domain}, ""),
        (LOCAL, ""),
    ):
        names = read(variables, "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME")
        assert names == [f"{prefix}sessionid", f"{prefix}csrftoken", f"{prefix}device"]


DOMAIN_SETTINGS = (
    *("CORS_ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS"),
    *("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"),
    *("ALLOWED_HOSTS", "LOGIN_URL"),
)


def test_two_domains(read: SettingsReader) -> None:
    app = "https://app.example.com"
    variables = {**PRODUCTION, "FRONTEND_ORIGIN": app, "COOKIE_DOMAIN": "example.com"}
    assert read(variables, *DOMAIN_SETTINGS) == [
        *([app], [app], "example.com", "example.com"),
        *(["blog.example.com", "app.example.com"], f"{app}/login"),
    ]


def test_one_domain(read: SettingsReader) -> None:
    assert read(PRODUCTION, *DOMAIN_SETTINGS) == [
        *([], [], None, None),
        *(["blog.example.com"], "/login"),
    ]


def test_no_cors_wildcards() -> None:
    names = [name for name in dir(settings) if name.startswith("CORS_")]
    assert "CORS_ALLOW_ALL_ORIGINS" not in names
    assert "CORS_ALLOWED_ORIGIN_REGEXES" not in names


def test_no_atomic_requests() -> None:
    """A refused log-in would roll back its count."""
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_persistent_connections() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] > 0
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


def test_database_timeouts(read: SettingsReader) -> None:
    """On replicas, too. A URL can override them."""
    variables = {
        **LOCAL,
        "DATABASE_URL": "postgres://db.example/latchkey",
        "DATABASE_REPLICA_URLS": "postgres://replica.example/latchkey?connect_timeout=2",
    }
    [databases] = read(variables, "DATABASES")
    for alias, seconds in (("default", 5), ("replica-1", 2)):
        options = databases[alias]["OPTIONS"]
        assert (options["connect_timeout"], options["tcp_user_timeout"]) == (seconds, 10_000)


@pytest.mark.each_database
def test_database_keepalives() -> None:
    """The operating system has accepted them."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose")
    connection.ensure_connection()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as kept:
        options = [
            kept.getsockopt(level, option)
            for level, option in (
                (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
                (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
                (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
                (socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
                (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
            )
        ]
    assert options == [1, 4, 2, 3, 10_000]


@pytest.mark.each_database
def test_sqlite_options() -> None:
    """Writers wait for each other; PostgreSQL gets none of these options."""
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if connection.vendor == "sqlite":
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options["timeout"] >= 5
        assert "journal_mode=WAL" in options["init_command"]
    else:
        assert "transaction_mode" not in options


def test_redis_holds_sessions_only(read: SettingsReader) -> None:
    """The default cache stays in the database, which all workers share."""
    engines = "accounts.sessions"
    database_cache = "django.core.cache.backends.db.DatabaseCache"
    engine, caches = read(LOCAL, "SESSION_ENGINE", "CACHES")
    assert (engine, list(caches)) == (f"{engines}.database_store", ["default"])
    assert caches["default"]["BACKEND"] == database_cache

    redis = {**LOCAL, "REDIS_URL": "redis://127.0.0.1:1/0"}
    engine, alias, caches = read(redis, "SESSION_ENGINE", "SESSION_CACHE_ALIAS", "CACHES")
    assert (engine, alias) == (f"{engines}.cached_store", "sessions")
    assert list(caches) == ["default", "sessions", "session_status"]
    assert caches["default"]["BACKEND"] == database_cache


def test_mail_settings(read: SettingsReader) -> None:
    for url, expected in (
        ("", ["", 25, False, False]),
        ("smtp://mail.example", ["mail.example", 25, False, False]),
        ("smtp+tls://mail.example", ["mail.example", 587, True, False]),
        ("smtp+ssl://mail.example", ["mail.example", 465, False, True]),
        ("smtp+tls://mail.example:2525", ["mail.example", 2525, True, False]),
    ):
        names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
        assert read({**LOCAL, "EMAIL_URL": url}, *names) == expected


def test_mail_credentials(read: SettingsReader) -> None:
    variables = {**LOCAL, "EMAIL_URL": "smtp://me%40mail.example:pass%2Fword@mail.example"}
    names = ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
    assert read(variables, *names) == ["me@mail.example", "pass/word"]


@pytest.mark.each_database
def test_migrate_creates_the_cache_table() -> None:
    assert "cache" in connection.introspection.table_names()


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_system_checks() -> None:
    call_command("check", fail_level="WARNING")


@pytest.mark.slow
def test_production_system_checks() -> None:
    process = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=DEBUG"],
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
    assert process.returncode == 0
    assert process.stdout == "System check identified no issues (3 silenced).\n", process.stderr
