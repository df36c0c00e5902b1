"""Settings that other tests take for granted, and production depends on."""

import os
import socket
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


def values(names: list[str], variables: dict[str, str]) -> str:
    """In a process of its own: settings are read once, and the tests have read theirs."""
    result = subprocess.run(  # noqa: S603 (the names are those below)
        [sys.executable, "-c", f"from config.settings import *; print({', '.join(names)})"],
        cwd=BACKEND,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    return result.stdout.strip()


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
    assert values(["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"], variables) == flags


def test_over_https_the_cookies_names_keep_neighbours_from_setting_them() -> None:
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME"]
    domain = {"COOKIE_DOMAIN": "example.com"}
    for variables, expected in (
        (PRODUCTION, "__Host-sessionid __Host-csrftoken __Host-device"),
        ({**PRODUCTION, **domain}, "__Secure-sessionid __Secure-csrftoken __Secure-device"),
        ({**PRODUCTION, "HTTPS": "false", **domain}, "sessionid csrftoken device"),
        (LOCAL, "sessionid csrftoken device"),
    ):
        assert values(names, variables) == expected


def test_with_two_domains_one_origin_is_let_in_and_the_cookies_are_for_both() -> None:
    variables = {
        **PRODUCTION,
        "FRONTEND_ORIGIN": "https://app.example.com",
        "COOKIE_DOMAIN": "example.com",
    }
    origins = ["CORS_ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS"]
    assert values(origins, variables) == "['https://app.example.com'] ['https://app.example.com']"
    domains = ["SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"]
    assert values(domains, variables) == "example.com example.com"
    assert values(["ALLOWED_HOSTS"], variables) == "['blog.example.com', 'app.example.com']"
    assert values(["LOGIN_URL"], variables) == "https://app.example.com/login"


def test_with_one_domain_nobody_is_let_in_and_the_cookies_are_for_that_name_alone() -> None:
    assert values(["CORS_ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS"], PRODUCTION) == "[] []"
    assert values(["SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"], PRODUCTION) == "None None"
    assert values(["LOGIN_URL"], PRODUCTION) == "/login"


def test_no_setting_lets_every_origin_in() -> None:
    names = [name for name in dir(settings) if name.startswith("CORS_")]
    assert "CORS_ALLOW_ALL_ORIGINS" not in names
    assert "CORS_ALLOWED_ORIGIN_REGEXES" not in names


def test_requests_are_not_transactions() -> None:
    """A refused log-in would take its count of failures back."""
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_connections_are_kept_and_checked() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] > 0
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


def test_no_request_waits_for_minutes_for_a_database_that_is_gone() -> None:
    """Nor for a replica. What a URL says about it goes before."""
    variables = {
        **LOCAL,
        "DATABASE_URL": "postgres://db.example/latchkey",
        "DATABASE_REPLICA_URLS": "postgres://replica.example/latchkey?connect_timeout=2",
    }
    for alias, seconds in (("default", 5), ("replica-1", 2)):
        options = f"DATABASES['{alias}']['OPTIONS']"
        names = [f"{options}['{name}']" for name in ("connect_timeout", "tcp_user_timeout")]
        assert values(names, variables) == f"{seconds} 10000"


def test_a_connection_to_postgresql_notices_that_nobody_is_there() -> None:
    """The system is asked: a machine that is gone cannot be had in a test."""
    if connection.vendor != "postgresql":
        pytest.skip("a file is not gone")
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


@pytest.mark.parametrize("redis", [{}, {"REDIS_URL": "redis://127.0.0.1:1/0"}])
def test_failures_are_counted_in_the_database_with_redis_or_without(redis: dict[str, str]) -> None:
    """All workers share it, and a Redis that is lost takes no count with it."""
    backend = values(["CACHES['default']['BACKEND']"], {**LOCAL, **redis})
    assert backend == "django.core.cache.backends.db.DatabaseCache"


def test_redis_keeps_copies_of_sessions_and_the_database_the_sessions() -> None:
    names = ["SESSION_ENGINE", "list(CACHES)"]
    engines = "django.contrib.sessions.backends"
    assert values(names, LOCAL) == f"{engines}.db ['default']"
    redis = {**LOCAL, "REDIS_URL": "redis://127.0.0.1:1/0"}
    assert values(names, redis) == f"{engines}.cached_db ['default', 'sessions']"
    assert values(["SESSION_CACHE_ALIAS"], redis) == "sessions"


@pytest.mark.parametrize(
    ("url", "settings_of_mail"),
    [
        ("", " 25 False False"),
        ("smtp://mail.example", "mail.example 25 False False"),
        ("smtp+tls://mail.example", "mail.example 587 True False"),
        ("smtp+ssl://mail.example", "mail.example 465 False True"),
        ("smtp+tls://mail.example:2525", "mail.example 2525 True False"),
    ],
)
def test_mail_goes_where_one_url_says(url: str, settings_of_mail: str) -> None:
    names = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL"]
    assert values(names, {**LOCAL, "EMAIL_URL": url}) == settings_of_mail.strip()


def test_the_name_and_password_for_mail_are_in_its_url() -> None:
    variables = {**LOCAL, "EMAIL_URL": "smtp://me%40mail.example:pass%2Fword@mail.example"}
    names = ["EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"]
    assert values(names, variables) == "me@mail.example pass/word"


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
