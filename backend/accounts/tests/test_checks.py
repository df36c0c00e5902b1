"""Deployment checks of accounts and sessions."""

import socket
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.checks import CheckMessage
from django.utils import timezone
from pytest_django import Settings

from accounts.checks import check_accounts, check_redis
from accounts.management.commands import demo
from conftest import CreateUser

pytestmark = pytest.mark.each_database


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def test_demo_accounts(create_user: CreateUser, settings: Settings) -> None:
    alice = create_user("alice@example.com")
    assert check_accounts(["default"]) == []  # she has another password
    alice.set_password(demo.PASSWORD)
    alice.save()
    assert ids(check_accounts(["default"])) == ["latchkey.demo_account"]
    alice.is_active = False
    alice.save()
    assert check_accounts(["default"]) == []
    alice.is_active = True
    alice.save()
    settings.ENVIRONMENT = "local"
    assert check_accounts(["default"]) == []


def test_expired_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.checks.MAX_EXPIRED_SESSIONS", 1)
    past, future = (timezone.now() + timedelta(days=days) for days in (-1, 1))
    for key, end in {"a": future, "b": future, "c": past}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    assert check_accounts(["default"]) == []
    Session.objects.create(session_key="d", session_data="", expire_date=past)
    assert ids(check_accounts(["default"])) == ["latchkey.expired_sessions"]


def test_unreachable_redis(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.CACHES = {
        **settings.CACHES,
        "sessions": {
            "BACKEND": "accounts.session_cache.SessionCache",
            "LOCATION": f"redis://:hunter2@127.0.0.1:{port}/0",
        },
    }
    assert check_redis() == []
    [message] = check_redis(["default"])
    assert message.id == "latchkey.redis"
    assert "hunter2" not in message.msg


def test_unusable_database_is_not_queried(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check_database` reports it."""
    monkeypatch.setattr("accounts.checks.is_usable", lambda: False)
    monkeypatch.setattr("accounts.checks.check_demo_accounts", pytest.fail)
    assert check_accounts(["default"]) == []
