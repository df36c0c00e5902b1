"""Fixtures and helpers of all tests of the backend.

Users: Alice owns the objects of a test, Bob is another member, Charlie is a member without any
content, and `anonymous` is the browser of a visitor who is not logged in.
"""

import json
import os
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import pytest

# Before Django reads them. DATABASE_URL and REDIS_URL name the servers of the tests; Django creates
# a test database beside the named one. Without them it is SQLite in memory.
SERVERS = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
for variable in ("ALLOWED_HOSTS", "DEBUG", "HTTPS", "REDIS_URL", "TRUSTED_PROXIES"):
    os.environ.pop(variable, None)
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENVIRONMENT": "local",
        "SECRET_KEY": "for the tests, where nothing is secret, and long enough",
        "DATABASE_URL": "sqlite://:memory:",
        **SERVERS,
    }
)

# These imports read the environment above.
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client
from redis import Redis

PASSWORD = "correct-horse-battery"
KEY_PREFIX = f"latchkey-test-{uuid.uuid4()}"


def pytest_configure() -> None:
    for cache in settings.CACHES.values():
        cache["KEY_PREFIX"] = KEY_PREFIX
    # Fast; tests of hashing choose another.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each client starts the middleware, which would list the collected files every time.
    settings.STATIC_ROOT = None
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


class Browser(Client):
    """A client that enforces CSRF, and sends the token as the front end does."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True, raise_request_exception=False)

    @property
    def token(self) -> str:
        """The CSRF cookie, fetched once."""
        if not self.cookie(settings.CSRF_COOKIE_NAME):
            self.get("/api/login-set-cookie/")
        return self.cookie(settings.CSRF_COOKIE_NAME)

    def cookie(self, name: str) -> str:
        return self.cookies[name].value if name in self.cookies else ""

    def send(self, method: str, path: str, data: Any, **extra: Any) -> Any:
        """Send JSON with the X-CSRFToken header."""
        headers = {"X-CSRFToken": self.token, **extra.pop("headers", {})}
        extra.setdefault("content_type", "application/json")
        return self.generic(
            method,
            path,
            data if isinstance(data, (str, bytes)) else json.dumps(data),
            headers=headers,
            **extra,
        )

    def post_json(self, path: str, data: Any = "", **extra: Any) -> Any:
        return self.send("POST", path, data, **extra)

    def log_in(self, email: str, password: str = PASSWORD, **extra: Any) -> Any:
        return self.post_json("/api/login/", {"email": email, "password": password}, **extra)


def error(code: str, detail: str, attr: str | None = None, kind: str = "client_error") -> Any:
    """Build the body of a response that reports one error."""
    return {"type": kind, "errors": [{"code": code, "detail": detail, "attr": attr}]}


NOT_AUTHENTICATED = error("not_authenticated", "Authentication credentials were not provided.")
NOT_FOUND = error("not_found", "Not found.")
CSRF_COOKIE_MISSING = error("csrf_failed", "CSRF check failed: CSRF cookie not set.")
CSRF_HEADER_MISSING = error("csrf_failed", "CSRF check failed: CSRF token missing.")


def cookies_of(response: Any) -> dict[str, dict[str, Any]]:
    """Return the attributes of each cookie that a response sets, without the values."""
    return {
        name: {key: value for key, value in morsel.items() if value is not False and value != ""}
        for name, morsel in response.cookies.items()
    }


class CreateUser(Protocol):
    def __call__(self, email: str, name: str = ..., **fields: Any) -> Any: ...


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Every test may use the database."""


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest, database: None) -> Iterator[None]:
    """Empty the cache table and Redis, which no test rolls back."""
    # Django empties tables of models only.
    if "db" in request.fixturenames:
        caches["default"].clear()
    yield
    if "sessions" in settings.CACHES:
        client = Redis.from_url(settings.CACHES["sessions"]["LOCATION"])
        for key in client.scan_iter(f"{KEY_PREFIX}:*"):
            client.delete(key)


@pytest.fixture
def create_user() -> CreateUser:
    from accounts.models import User

    def create(email: str, name: str = "", **fields: Any) -> User:
        name = name or email.partition("@")[0].title()
        return User.objects.create_user(email, PASSWORD, name=name, **fields)

    return create


@pytest.fixture
def alice(create_user: CreateUser) -> Any:
    return create_user("alice@example.com")


@pytest.fixture
def bob(create_user: CreateUser) -> Any:
    return create_user("bob@example.com")


@pytest.fixture
def charlie(create_user: CreateUser) -> Any:
    return create_user("charlie@example.com")


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let threads write at once, as in production.

    For SQLite that is a file: the database in memory refuses concurrent writes, where a file makes
    them wait.
    """
    if connection.vendor == "postgresql":
        yield
        return
    file = tmp_path / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    in_memory = connections["default"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "NAME", str(file))
        connections["default"] = connections.create_connection("default")
        yield
        connections["default"].close()
    connections["default"] = in_memory


class Clock:
    """The time of the rate limits, which only `advance` moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 12, 0, 0, 250_000, tzinfo=UTC)

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("api.rate_limits.now", lambda: clock.now)
    return clock


def in_threads(threads: int, run: Callable[[int], Any]) -> list[Any]:
    """Run a function in that many threads at once, passing it the number of the thread."""
    barrier = threading.Barrier(threads)

    def start(number: int) -> Any:
        try:
            barrier.wait(10)
            return run(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(start, range(threads)))


def status_or_code(response: Any) -> int | str:
    if response.status_code < 400:
        return int(response.status_code)
    return str(response.json()["errors"][0]["code"])


def responses_in_parallel(
    browsers: list[Browser], requests: int, send: Callable[[Browser, int], Any]
) -> Counter[int | str]:
    """Count the responses to parallel requests by error code, or by status if there is none."""

    def run(thread: int) -> list[int | str]:
        numbers = range(thread, requests, len(browsers))
        return [status_or_code(send(browsers[thread], number)) for number in numbers]

    for browser in browsers:
        assert browser.token
    return Counter(chain.from_iterable(in_threads(len(browsers), run)))


def browser_of(user: Any) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def anonymous() -> Browser:
    return Browser()


@pytest.fixture
def as_alice(alice: Any) -> Browser:
    return browser_of(alice)


@pytest.fixture
def as_bob(bob: Any) -> Browser:
    return browser_of(bob)


@pytest.fixture
def as_charlie(charlie: Any) -> Browser:
    return browser_of(charlie)


@pytest.fixture
def schema(anonymous: Browser) -> Any:
    """The OpenAPI schema of the API."""
    response = anonymous.get("/api/schema/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return response.json()
