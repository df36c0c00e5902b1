"""Environment variables: valid values, and the message for each invalid one."""

import os
import runpy
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.dev_secret_key import dev_secret_key
from config.environment import Environment, read_environment

BACKEND = Path(__file__).resolve().parents[2]
KEY = "k" * 50
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "blog.example.com"}
CANNOT_START = "Latchkey cannot start. Correct these environment variables:"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("config.environment.DEFAULT_SECRETS_DIR", Path("/none"))
    monkeypatch.setattr("config.environment.LOCAL_MARKER", Path("/none"))


def read(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Environment:
    with monkeypatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        return read_environment()


def read_errors(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
) -> list[str]:
    """The messages of a process that does not start."""
    with pytest.raises(SystemExit) as error:
        read(monkeypatch, variables)
    assert error.value.code == 1
    first, *lines = capsys.readouterr().err.splitlines()
    assert first == CANNOT_START
    return [line.removeprefix("  ") for line in lines]


def test_production_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, PRODUCTION)
    assert environment.is_production
    assert environment.is_https
    assert environment.active_log_format == "json"
    assert not environment.debug
    assert environment.signing_key == KEY
    assert environment.hosts == ["blog.example.com"]
    assert environment.redis_url is None
    assert environment.mail_server.hostname is None
    assert [str(network) for network in environment.trusted_proxies] == ["127.0.0.1/32", "::1/128"]


def test_local_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, {"ENVIRONMENT": "local"})
    assert not environment.is_production
    assert not environment.is_https
    assert environment.active_log_format == "plain"
    assert environment.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.database["ENGINE"] == "django.db.backends.sqlite3"
    assert environment.database["NAME"] == str(BACKEND.parent / "var" / "latchkey.sqlite3")


def test_marker_of_a_development_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It makes the environment local unless ENVIRONMENT is set."""
    marker = tmp_path / "local"
    monkeypatch.setattr("config.environment.LOCAL_MARKER", marker)
    hint = "On your own machine run 'make run' once, or set ENVIRONMENT=local."
    for variables in ({}, {"ENVIRONMENT": ""}):
        assert read_errors(monkeypatch, capsys, variables)[-1].endswith(hint)
    marker.touch()
    assert not read_environment().is_production

    errors = read_errors(monkeypatch, capsys, {"ENVIRONMENT": "production"})
    assert errors[0].startswith("SECRET_KEY is missing")
    assert hint not in "".join(errors)
    marker.unlink()
    assert not read(monkeypatch, {"ENVIRONMENT": "local"}).is_production


def test_servers_ignore_the_marker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "local").touch()
    monkeypatch.setattr("config.environment.LOCAL_MARKER", tmp_path / "local")
    for arguments in (["serve.py", "--check-config"], ["gunicorn.conf.py"]):
        monkeypatch.setattr("sys.argv", arguments)
        with pytest.raises(SystemExit):
            runpy.run_path(str(BACKEND / arguments[0]), run_name="__main__")
        assert capsys.readouterr().err.splitlines() == [
            CANNOT_START,
            (
                f"  ENVIRONMENT is not set, and {tmp_path / 'local'} marks a development checkout. "
                "Set ENVIRONMENT=production on a server; on your own machine use 'make run'."
            ),
        ]
    monkeypatch.setenv("ENVIRONMENT", "local")
    assert runpy.run_path(str(BACKEND / "gunicorn.conf.py"))["bind"] == ["127.0.0.1:8000"]


def test_serve_validates_before_gunicorn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """gunicorn fails with a traceback at its import if WEB_CONCURRENCY is not a number."""
    monkeypatch.setenv("ENVIRONMENT", "local")
    monkeypatch.setenv("WEB_CONCURRENCY", "two")
    monkeypatch.setattr("runpy.run_module", pytest.fail)
    with pytest.raises(SystemExit) as error:
        runpy.run_path(str(BACKEND / "serve.py"), run_name="__main__")
    assert error.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        CANNOT_START,
        "  WEB_CONCURRENCY cannot be 'two'. Set it to a number from 1 to 1000.",
    ]


def test_tracing_is_off_without_a_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
    for variables, is_tracing in (
        ({}, False),
        ({endpoint: ""}, False),
        ({endpoint: "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"}, False),
        ({endpoint: "http://127.0.0.1:1"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:1"}, True),
    ):
        assert read(monkeypatch, {**PRODUCTION, **variables}).is_tracing == is_tracing, variables


def test_all_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(
        monkeypatch,
        {
            "ENVIRONMENT": "local",
            "DEBUG": "true",
            "SECRET_KEY": "short is fine here",
            "ALLOWED_HOSTS": " a.example , [::1] ,.b.example,",
            "DATABASE_URL": "postgres://user:pass%40word@db.example:5433/latchkey",
            "REDIS_URL": "redis://cache.example:6379/1",
            "EMAIL_URL": "smtp+tls://user:pass%40word@mail.example:2525",
            "EMAIL_FROM": "Blog <blog@mail.example>",
            "HTTPS": "true",
            "HSTS": "max-age=63072000; includeSubDomains; preload",
            "TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32,192.0.2.7",
            "FRONTEND_ORIGIN": "https://App.b.example:443/",
            "COOKIE_DOMAIN": ".B.example",
            "LOG_FORMAT": "json",
            "DATABASE_REPLICA_URLS": "postgres://one.example/latchkey, postgres://two.example/l",
            "API_HOST": "::1",
            "API_PORT": "8001",
            "METRICS_HOST": "10.0.0.5",
            "METRICS_PORT": "9464",
            "WEB_CONCURRENCY": "4",
        },
    )
    assert environment.debug
    assert environment.is_https
    assert environment.hsts == "max-age=63072000; includeSubDomains; preload"
    assert environment.signing_key == "short is fine here"
    assert environment.hosts == ["a.example", "[::1]", ".b.example", "app.b.example"]
    assert environment.frontend_origin == "https://app.b.example"
    assert environment.cookie_domain == "b.example"
    assert environment.active_log_format == "json"
    assert (environment.api_host, environment.api_port) == ("::1", 8001)
    assert (environment.metrics_host, environment.metrics_port) == ("10.0.0.5", 9464)
    assert environment.web_concurrency == 4
    assert [replica["HOST"] for replica in environment.replicas] == ["one.example", "two.example"]
    assert environment.database["ENGINE"] == "django.db.backends.postgresql"
    assert environment.database["PASSWORD"] == "pass@word"
    assert environment.database["PORT"] == 5433
    assert environment.redis_url is not None
    assert environment.redis_url.get_secret_value() == "redis://cache.example:6379/1"
    assert environment.mail_server.hostname == "mail.example"
    assert environment.email_from == "Blog <blog@mail.example>"
    proxies = [str(network) for network in environment.trusted_proxies]
    assert proxies == ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"]


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = {name.upper(): "" for name in Environment.model_fields}
    assert read(monkeypatch, {**empty, "ENVIRONMENT": "local"}) == Environment(environment="local")


# Variable, start of the message, invalid values. {} is the value.
INVALID: list[tuple[str, str, list[str]]] = [
    ("ENVIRONMENT", "{name} cannot be {!r}. Set it to 'production' or 'local'.", ["staging"]),
    ("DEBUG", "{name} cannot be {!r}. Set it to 'true' or 'false'.", ["maybe"]),
    ("DEBUG", "DEBUG is on, which shows secrets to visitors.", ["true"]),
    ("LOG_FORMAT", "{name} cannot be {!r}. Set it to 'json' or 'plain'.", ["xml"]),
    ("HTTPS", "{name} cannot be {!r}. Set it to 'true' or 'false'.", ["2"]),
    ("OTEL_SDK_DISABLED", "{name} cannot be {!r}. Set it to 'true' or 'false'.", ["2"]),
    ("SECRET_KEY", "SECRET_KEY is missing; production does not start without it.", [""]),
    ("SECRET_KEY", "SECRET_KEY is shorter than 50 characters.", ["k" * 49]),
    (
        "SECRET_KEY",
        "SECRET_KEY is the example key of a new Django project.",
        [f"django-insecure-{KEY}"],
    ),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS is missing; production does not start without it.", [" , "]),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS must not be '*'", ["a.example,*"]),
    (
        "ALLOWED_HOSTS",
        "ALLOWED_HOSTS: {!r} is not a host name. List names without scheme, port or path",
        ["https://a.example", "a.example:443"],
    ),
    (
        "HSTS",
        "HSTS: {!r} is not a Strict-Transport-Security header.",
        ["31536000", "max-age=1; forever"],
    ),
    ("TRUSTED_PROXIES", "TRUSTED_PROXIES: 'proxy' does not appear", ["10.0.0.0/8,proxy"]),
    ("TRUSTED_PROXIES", "TRUSTED_PROXIES: 10.0.0.1/8 has host bits set", ["10.0.0.1/8"]),
    (
        "DATABASE_URL",
        "DATABASE_URL: This is not a database URL.",
        ["latchkey.db", "postgres://a:b@c:port/d"],
    ),
    ("DATABASE_URL", "DATABASE_URL: Only PostgreSQL and SQLite", ["mysql://a:b@c/d"]),
    (
        "DATABASE_URL",
        "DATABASE_URL: The URL has no database name.",
        [
            "postgres://user:pass@db.example",
            "postgres://user:12/34@db.example/latchkey",
            "postgres://user:12?34@db.example/latchkey",
            "postgres://user:12#34@db.example/latchkey",
        ],
    ),
    (
        "DATABASE_REPLICA_URLS",
        "DATABASE_REPLICA_URLS: Only PostgreSQL and SQLite",
        ["postgres://a:b@c/d,mysql://a:b@c/d"],
    ),
    (
        "REDIS_URL",
        "REDIS_URL: This is not a Redis URL.",
        [
            "cache.example:6379",
            "redis://:pa/ss@cache.example:6379/0",
            "redis://:12/34@cache.example:6379/0",
            "redis://:pa#ss@cache.example:6379/0",
            "redis://:pa;ss@cache.example:6379/0",
            "redis://cache.example:99999/0",
            "redis://cache.example:6379/sessions",
        ],
    ),
    (
        "EMAIL_URL",
        "EMAIL_URL: This is not the URL of a mail server.",
        [
            "mail.example:25",
            "https://mail.example",
            "smtp://",
            "smtp://mail.example:port",
            "smtp://user:pa/ss@mail.example",
            "smtp://user:12/34@mail.example",
            "smtp://mail.example?tls=true",
        ],
    ),
    (
        "EMAIL_FROM",
        "EMAIL_FROM: {!r} is not a sender.",
        [
            "Latchkey",
            "latchkey@",
            "Latchkey latchkey@example.com",
            "Blog, the <blog@example.com>",
            "Blog <blog@example.com>, Other <other@example.com>",
            "Blog <blog@example.com>\nBcc: all@example.com",
            "Blog <blog@exa mple.com>",
        ],
    ),
    ("SIGNUP_OPEN", "{name} cannot be {!r}. Set it to 'true' or 'false'.", ["perhaps"]),
    *(
        (
            name,
            "{name} cannot be {!r}. Set it to a number from 1 to 65535.",
            ["http", "9464/tcp", "0", "65536"],
        )
        for name in ("API_PORT", "METRICS_PORT")
    ),
    *(
        (
            name,
            (
                "{name}: {!r} is not an IP address. Set it to an address of this machine, such as "
                "'10.0.0.5', or to '0.0.0.0' for all of them."
            ),
            ["everywhere", "127.0.0.1:8000", "[::1]", "10.0.0.0/8"],
        )
        for name in ("API_HOST", "METRICS_HOST")
    ),
    (
        "METRICS_PORT",
        (
            "METRICS_PORT and API_PORT are both 8000. Set METRICS_PORT to another port, so that "
            "the API does not publish the metrics."
        ),
        ["8000"],
    ),
    (
        "WEB_CONCURRENCY",
        "{name} cannot be {!r}. Set it to a number from 1 to 1000.",
        ["two", "0", "-1", "1001", "2.5"],
    ),
    *(
        (name, "{name} cannot be {!r}. Leave it out: only 'http/protobuf' is supported.", ["grpc"])
        for name in ("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")
    ),
    (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_ENDPOINT: This is not the URL of a collector.",
        ["collector:4318", "grpc://collector", "http://a:hunter2@collector", "http://["],
    ),
    (
        "FRONTEND_ORIGIN",
        "FRONTEND_ORIGIN: {!r} is not an origin.",
        [
            "app.example.com",
            "//app.example.com",
            "https://app.example.com/blog",
            "https://app.example.com?",
            "https://user@app.example.com",
            "https://*.example.com",
            "https://app.example.com,https://b.example.com",
            "https://app.example.com:port",
            "https://",
            "null",
            "*",
        ],
    ),
    (
        "COOKIE_DOMAIN",
        "COOKIE_DOMAIN: {!r} is not a domain for cookies.",
        [
            "com",
            "localhost",
            "https://example.com",
            "example.com:443",
            "example.com/",
            "*.example.com",
            "192.0.2.7",
            "..example.com",
            "example.com; Path=/",
        ],
    ),
]


def test_invalid_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, message, values in INVALID:
        for value in values:
            errors = read_errors(monkeypatch, capsys, {**PRODUCTION, name: value})
            assert len(errors) == 1, errors
            assert errors[0].startswith(message.format(value, name=name))
            assert errors[0].endswith(".")


def test_all_errors_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = {**PRODUCTION, "SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "true"}
    errors = read_errors(monkeypatch, capsys, variables)
    assert [error.partition(" ")[0] for error in errors] == ["SECRET_KEY", "ALLOWED_HOSTS", "DEBUG"]


def test_messages_hide_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "DATABASE_REPLICA_URLS", "REDIS_URL", "EMAIL_URL"):
        for url in (
            "mysql://user:hunter2@host/db",
            "redis://:hunter2/x@host/0",
            "postgres://:hunter2/@h/n",
        ):
            errors = read_errors(monkeypatch, capsys, {**PRODUCTION, name: url})
            assert "hunter2" not in "".join(errors), (name, url)


def test_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    for sender, title in (
        ("blog@example.com", "Latchkey"),
        ("Our Blog <blog@mail.example.com>", "Our Blog"),
        ('"Blog, the" <blog@example.com>', "Blog, the"),
        ("Bücher <buecher@example.com>", "Bücher"),
    ):
        environment = read(monkeypatch, {**PRODUCTION, "EMAIL_FROM": sender})
        assert (environment.email_from, environment.site_title) == (sender, title)


def test_a_mail_server_needs_a_sender(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = {**PRODUCTION, "EMAIL_URL": "smtp://mail.example.com"}
    [message] = read_errors(monkeypatch, capsys, variables)
    assert message.startswith("EMAIL_FROM is missing; mail servers refuse mail from latchkey@")
    read(monkeypatch, {**variables, "EMAIL_FROM": "blog@example.com"})


def test_sign_up_is_closed_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its owner opens it; never without mail."""
    mail = {"EMAIL_URL": "smtp://mail.example.com", "EMAIL_FROM": "blog@example.com"}
    for variables, is_open in (
        ({"ENVIRONMENT": "local"}, True),
        ({"ENVIRONMENT": "local", "SIGNUP_OPEN": "false"}, False),
        ({**PRODUCTION, **mail}, False),
        ({**PRODUCTION, **mail, "SIGNUP_OPEN": "true"}, True),
        ({**PRODUCTION, "SIGNUP_OPEN": "true"}, False),
    ):
        assert read(monkeypatch, variables).is_signup_open is is_open


def test_redis_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    for url in (
        "redis://cache.example",
        "redis://cache.example:6379/",
        "rediss://user:pa%2Fss%40%3B@cache.example:6379/1?ssl_cert_reqs=required",
        "unix:///run/redis/redis.sock?db=1",
    ):
        redis_url = read(monkeypatch, {**PRODUCTION, "REDIS_URL": url}).redis_url
        assert redis_url is not None
        assert redis_url.get_secret_value() == url


def test_manage_py_prints_no_traceback() -> None:
    process = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BACKEND,
        env={"PATH": os.environ["PATH"], "DEBUG": "maybe"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr.splitlines() == [
        CANNOT_START,
        "  DEBUG cannot be 'maybe'. Set it to 'true' or 'false'.",
    ]


def test_dev_secret_key(tmp_path: Path) -> None:
    """Concurrent processes create one key, and only its owner can read it."""
    path = tmp_path / "var" / "secret-key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: dev_secret_key(path), range(8)))
    assert keys == {dev_secret_key(path)}
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_secret_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "SECRET_KEY").write_text(f"{KEY}\n")
    (tmp_path / "database_url").write_text("postgres://user:hunter2@db.example/latchkey\n")
    variables = {**PRODUCTION, "SECRET_KEY": "", "SECRETS_DIR": str(tmp_path)}
    environment = read(monkeypatch, variables)
    assert environment.signing_key == KEY
    assert environment.database["PASSWORD"] == "hunter2"


def test_variables_override_secret_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("f" * 50)
    assert read(monkeypatch, {**PRODUCTION, "SECRETS_DIR": str(tmp_path)}).signing_key == KEY


def test_default_secrets_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("f" * 50)
    monkeypatch.setattr("config.environment.DEFAULT_SECRETS_DIR", tmp_path)
    assert read(monkeypatch, {**PRODUCTION, "SECRET_KEY": ""}).signing_key == "f" * 50


def test_invalid_secret_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "redis_url").write_text("mysql://user:hunter2@host/db")
    [error] = read_errors(monkeypatch, capsys, {**PRODUCTION, "SECRETS_DIR": str(tmp_path)})
    assert error.startswith("REDIS_URL: This is not a Redis URL.")
    assert "hunter2" not in error


def test_unreadable_secret_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret_key").write_bytes(b"\xff" * 50)
    for folder, message in (
        (tmp_path, f"A secret in {tmp_path} cannot be read: it is not text."),
        (tmp_path / "none", f"SECRETS_DIR: '{tmp_path / 'none'}' is not a folder."),
        (tmp_path / "secret_key", f"SECRETS_DIR: '{tmp_path / 'secret_key'}' is not a folder."),
    ):
        variables = {**PRODUCTION, "SECRET_KEY": "", "SECRETS_DIR": str(folder)}
        [error] = read_errors(monkeypatch, capsys, variables)
        assert error.startswith(message)
