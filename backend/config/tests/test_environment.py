"""The environment variables: what is taken, what is refused, and with which words."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.environment import Environment, local_secret_key, read_environment

KEY = "k" * 50
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "blog.example.com"}
BACKEND = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Environment:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_environment()


def test_a_production_site_needs_a_key_and_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, PRODUCTION)
    assert environment.is_production
    assert environment.is_https
    assert not environment.debug
    assert environment.signing_key == KEY
    assert environment.hosts == ["blog.example.com"]
    assert environment.redis_url is None
    assert [str(network) for network in environment.trusted_proxies] == ["127.0.0.1/32", "::1/128"]


def test_a_local_site_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = read(monkeypatch, {"ENVIRONMENT": "local"})
    assert not environment.is_production
    assert not environment.is_https
    assert environment.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.database["ENGINE"] == "django.db.backends.sqlite3"
    assert environment.database["NAME"] == str(BACKEND.parent / "var" / "latchkey.sqlite3")


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
            "HTTPS": "true",
            "HSTS": "max-age=63072000; includeSubDomains; preload",
            "TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32,192.0.2.7",
        },
    )
    assert environment.debug
    assert environment.is_https
    assert environment.hsts == "max-age=63072000; includeSubDomains; preload"
    assert environment.signing_key == "short is fine here"
    assert environment.hosts == ["a.example", "[::1]", ".b.example"]
    assert environment.database["ENGINE"] == "django.db.backends.postgresql"
    assert environment.database["PASSWORD"] == "pass@word"
    assert environment.database["PORT"] == 5433
    assert environment.redis_url is not None
    assert environment.redis_url.get_secret_value() == "redis://cache.example:6379/1"
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
        ({"REDIS_URL": "cache.example:6379"}, ["REDIS_URL: is not a Redis URL."]),
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


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_secrets_are_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with pytest.raises(SystemExit):
        read(monkeypatch, {**PRODUCTION, name: "mysql://user:hunter2@host/db"})
    assert "hunter2" not in capsys.readouterr().err


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
