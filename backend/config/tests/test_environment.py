"""The environment variables: what is taken, what is refused, and with which words."""

import os
import runpy
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.dev_secret_key import local_secret_key
from config.environment import Environment, read_environment

KEY = "k" * 50
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "blog.example.com"}
BACKEND = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("config.environment.SECRETS", Path("/none"))
    monkeypatch.setattr("config.environment.LOCAL_MARKER", Path("/none"))


def read(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Environment:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_environment()


def test_a_production_site_needs_a_key_and_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, PRODUCTION)
    assert environment.is_production
    assert environment.is_https
    assert environment.logs == "json"
    assert not environment.debug
    assert environment.signing_key == KEY
    assert environment.hosts == ["blog.example.com"]
    assert environment.redis_url is None
    assert environment.mail_server.hostname is None
    assert [str(network) for network in environment.trusted_proxies] == ["127.0.0.1/32", "::1/128"]


def test_a_local_site_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, {"ENVIRONMENT": "local"})
    assert not environment.is_production
    assert not environment.is_https
    assert environment.logs == "plain"
    assert environment.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.database["ENGINE"] == "django.db.backends.sqlite3"
    assert environment.database["NAME"] == str(BACKEND.parent / "var" / "latchkey.sqlite3")


MARKED = "marks a checkout to work on. Set ENVIRONMENT=production on a server;"
UNMARKED = "On your own machine run 'make run' once, or set ENVIRONMENT=local."


def test_a_prepared_checkout_is_local_unless_the_variable_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the marker alone; without it nothing is inferred."""
    marker = tmp_path / "local"
    monkeypatch.setattr("config.environment.LOCAL_MARKER", marker)
    for variables in ({}, {"ENVIRONMENT": ""}):
        with pytest.raises(SystemExit):
            read(monkeypatch, variables)
        assert UNMARKED in capsys.readouterr().err
    marker.touch()
    assert not read_environment().is_production

    with pytest.raises(SystemExit):
        read(monkeypatch, {"ENVIRONMENT": "production"})
    error = capsys.readouterr().err
    assert "SECRET_KEY is missing" in error
    assert UNMARKED not in error
    marker.unlink()
    assert not read(monkeypatch, {"ENVIRONMENT": "local"}).is_production


def test_a_server_is_not_local_by_the_marker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "local").touch()
    monkeypatch.setattr("config.environment.LOCAL_MARKER", tmp_path / "local")
    for start in (["serve.py", "--check-config"], ["gunicorn.conf.py"]):
        monkeypatch.setattr("sys.argv", start)
        with pytest.raises(SystemExit):
            runpy.run_path(str(BACKEND / start[0]), run_name="__main__")
        assert MARKED in capsys.readouterr().err
    monkeypatch.setenv("ENVIRONMENT", "local")
    assert runpy.run_path(str(BACKEND / "gunicorn.conf.py"))["bind"] == ["127.0.0.1:8000"]


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert environment.logs == "json"
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
    proxies = [str(network) for network in environment.trusted_proxies]
    assert proxies == ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"]


def test_an_empty_value_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = {name.upper(): "" for name in Environment.model_fields}
    assert read(monkeypatch, {**empty, "ENVIRONMENT": "local"}) == Environment(environment="local")


@pytest.mark.parametrize(
    ("variables", "sentences"),
    [
        (
            {"ENVIRONMENT": "staging"},
            ["ENVIRONMENT cannot be 'staging'. Set it to 'production' or 'local'."],
        ),
        ({"DEBUG": "maybe"}, ["DEBUG cannot be 'maybe'. Set it to 'true' or 'false'."]),
        ({"LOG_FORMAT": "xml"}, ["LOG_FORMAT cannot be 'xml'. Set it to 'json' or 'plain'."]),
        ({"HTTPS": "2"}, ["HTTPS cannot be '2'. Set it to 'true' or 'false'."]),
        ({"DEBUG": "true"}, ["DEBUG is on, which shows secrets to strangers."]),
        ({"SECRET_KEY": ""}, ["SECRET_KEY is missing; production does not start without it."]),
        ({"SECRET_KEY": "k" * 49}, ["SECRET_KEY is shorter than 50 characters."]),
        (
            {"SECRET_KEY": "django-insecure-" + KEY},
            ["SECRET_KEY is the example key of a new Django project."],
        ),
        (
            {"ALLOWED_HOSTS": " , "},
            ["ALLOWED_HOSTS is missing; production does not start without it."],
        ),
        ({"ALLOWED_HOSTS": "a.example,*"}, ["ALLOWED_HOSTS must not be '*'"]),
        (
            {"ALLOWED_HOSTS": "https://a.example"},
            ["ALLOWED_HOSTS: 'https://a.example' is not a host name. Give names only"],
        ),
        (
            {"ALLOWED_HOSTS": "a.example:443"},
            ["ALLOWED_HOSTS: 'a.example:443' is not a host"],
        ),
        ({"HSTS": "31536000"}, ["HSTS: '31536000' is no Strict-Transport-Security header."]),
        ({"HSTS": "max-age=1; forever"}, ["HSTS: 'max-age=1; forever' is no Strict-"]),
        ({"TRUSTED_PROXIES": "10.0.0.0/8,proxy"}, ["TRUSTED_PROXIES: 'proxy' does not appear"]),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, ["TRUSTED_PROXIES: 10.0.0.1/8 has host bits set"]),
        ({"DATABASE_URL": "latchkey.db"}, ["DATABASE_URL: cannot be read as a database URL."]),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, ["DATABASE_URL: names a database other than"]),
        ({"DATABASE_URL": "postgres://a:b@c:port/d"}, ["DATABASE_URL: cannot be read"]),
        *(
            ({"DATABASE_URL": url}, ["DATABASE_URL: does not say which database."])
            for url in (
                "postgres://user:pass@db.example",
                "postgres://user:12/34@db.example/latchkey",
                "postgres://user:12?34@db.example/latchkey",
                "postgres://user:12#34@db.example/latchkey",
            )
        ),
        *(
            ({"REDIS_URL": url}, ["REDIS_URL: is not a Redis URL."])
            for url in (
                "cache.example:6379",
                "redis://:pa/ss@cache.example:6379/0",
                "redis://:12/34@cache.example:6379/0",
                "redis://:pa#ss@cache.example:6379/0",
                "redis://:pa;ss@cache.example:6379/0",
                "redis://cache.example:99999/0",
                "redis://cache.example:6379/sessions",
            )
        ),
        *(
            ({"EMAIL_URL": url}, ["EMAIL_URL: is no address of a mail server."])
            for url in (
                "mail.example:25",
                "https://mail.example",
                "smtp://",
                "smtp://mail.example:port",
                "smtp://user:pa/ss@mail.example",
                "smtp://user:12/34@mail.example",
                "smtp://mail.example?tls=true",
            )
        ),
        (
            {"DATABASE_REPLICA_URLS": "postgres://a:b@c/d,mysql://a:b@c/d"},
            ["DATABASE_REPLICA_URLS: names a database other than"],
        ),
        *(
            ({name: port}, [f"{name} cannot be {port!r}. Set it to a number from 1 to 65535."])
            for name in ("API_PORT", "METRICS_PORT")
            for port in ("http", "9464/tcp", "0", "65536")
        ),
        *(
            (
                {name: address},
                [
                    (
                        f"{name}: {address!r} is no address. Set it to the address of one of this "
                        "machine's networks, such as '10.0.0.5', or to '0.0.0.0' for all of them."
                    )
                ],
            )
            for name in ("API_HOST", "METRICS_HOST")
            for address in ("everywhere", "127.0.0.1:8000", "[::1]", "10.0.0.0/8")
        ),
        *(
            (
                {"WEB_CONCURRENCY": number},
                [f"WEB_CONCURRENCY cannot be {number!r}. Set it to a number from 1 to 1000."],
            )
            for number in ("two", "0", "-1", "1001", "2.5")
        ),
        (
            {"METRICS_PORT": "8000"},
            [
                (
                    "METRICS_PORT is 8000, and so is API_PORT. Choose another, "
                    "so that metrics are not where the API is."
                )
            ],
        ),
        (
            {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            ["OTEL_EXPORTER_OTLP_PROTOCOL cannot be 'grpc'. Leave it out: 'http/protobuf'"],
        ),
        *(
            (
                {"OTEL_EXPORTER_OTLP_ENDPOINT": address},
                ["OTEL_EXPORTER_OTLP_ENDPOINT: is no address of"],
            )
            for address in (
                "collector:4318",
                "grpc://collector",
                "http://a:hunter2@collector",
                "http://[",
            )
        ),
        *(
            ({"FRONTEND_ORIGIN": origin}, [f"FRONTEND_ORIGIN: {origin!r} is not one origin."])
            for origin in (
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
            )
        ),
        *(
            ({"COOKIE_DOMAIN": domain}, [f"COOKIE_DOMAIN: {domain!r} is no domain for cookies."])
            for domain in (
                "com",
                "localhost",
                "https://example.com",
                "example.com:443",
                "example.com/",
                "*.example.com",
                "192.0.2.7",
                "..example.com",
                "example.com; Path=/",
            )
        ),
        (
            {"SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "true"},
            ["SECRET_KEY is missing", "ALLOWED_HOSTS is missing", "DEBUG is on"],
        ),
    ],
)
def test_a_mistake_is_named_and_the_process_ends(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    sentences: list[str],
) -> None:
    with pytest.raises(SystemExit) as ending:
        read(monkeypatch, {**PRODUCTION, **variables})
    assert ending.value.code == 1
    first, *lines = capsys.readouterr().err.splitlines()
    assert first == "Latchkey cannot start: its environment has a mistake."
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith(f"  {sentence}")
        assert line.endswith(".")


@pytest.mark.parametrize(
    "url", ["mysql://user:hunter2@host/db", "redis://:hunter2/x@host/0", "postgres://:hunter2/@h/n"]
)
@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "DATABASE_REPLICA_URLS", "REDIS_URL", "EMAIL_URL"]
)
def test_secrets_are_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, url: str
) -> None:
    with pytest.raises(SystemExit):
        read(monkeypatch, {**PRODUCTION, name: url})
    assert "hunter2" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "redis://cache.example",
        "redis://cache.example:6379/",
        "rediss://user:pa%2Fss%40%3B@cache.example:6379/1?ssl_cert_reqs=required",
        "unix:///run/redis/redis.sock?db=1",
    ],
)
def test_every_way_to_a_redis_is_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    redis_url = read(monkeypatch, {**PRODUCTION, "REDIS_URL": url}).redis_url
    assert redis_url is not None
    assert redis_url.get_secret_value() == url


def test_whoever_forgets_to_say_gets_production(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit):
        read(monkeypatch, {})


def test_manage_py_ends_with_sentences_and_without_a_traceback() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BACKEND,
        env={"PATH": os.environ["PATH"], "DEBUG": "maybe"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Latchkey cannot start: its environment has a mistake.",
        "  DEBUG cannot be 'maybe'. Set it to 'true' or 'false'.",
    ]


def test_a_local_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: local_secret_key(path), range(8)))
    assert keys == {local_secret_key(path)}
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_may_be_a_file_of_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "SECRET_KEY").write_text(f"{KEY}\n")
    (tmp_path / "database_url").write_text("postgres://user:hunter2@db.example/latchkey\n")
    variables = {**PRODUCTION, "SECRET_KEY": "", "SECRETS_DIR": str(tmp_path)}
    environment = read(monkeypatch, variables)
    assert environment.signing_key == KEY
    assert environment.database["PASSWORD"] == "hunter2"


def test_what_is_set_goes_before_what_is_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("f" * 50)
    assert read(monkeypatch, {**PRODUCTION, "SECRETS_DIR": str(tmp_path)}).signing_key == KEY


def test_secrets_are_found_where_docker_puts_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("f" * 50)
    monkeypatch.setattr("config.environment.SECRETS", tmp_path)
    assert read(monkeypatch, {**PRODUCTION, "SECRET_KEY": ""}).signing_key == "f" * 50


def test_a_secret_that_is_wrong_is_refused_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "redis_url").write_text("mysql://user:hunter2@host/db")
    with pytest.raises(SystemExit):
        read(monkeypatch, {**PRODUCTION, "SECRETS_DIR": str(tmp_path)})
    words = capsys.readouterr().err
    assert "REDIS_URL: is not a Redis URL." in words
    assert "hunter2" not in words


def test_secrets_that_cannot_be_read_end_the_process_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret_key").write_bytes(b"\xff" * 50)
    variables = {**PRODUCTION, "SECRET_KEY": ""}
    for folder, sentence in (
        (tmp_path, f"A secret in {tmp_path} cannot be read: it is not text."),
        (tmp_path / "none", f"SECRETS_DIR: '{tmp_path / 'none'}' is no folder."),
        (tmp_path / "secret_key", f"SECRETS_DIR: '{tmp_path / 'secret_key'}' is no folder."),
    ):
        with pytest.raises(SystemExit):
            read(monkeypatch, {**variables, "SECRETS_DIR": str(folder)})
        assert sentence in capsys.readouterr().err
