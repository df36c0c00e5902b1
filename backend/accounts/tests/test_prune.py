"""manage.py clear_expired: expired sessions and cache entries"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from conftest import Browser, browser_of

pytestmark = pytest.mark.each_database


def test_it_deletes_expired_sessions(
    as_alice: Browser, bob: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = browser_of(bob)
    Session.objects.filter(pk=ended.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    call_command("clear_expired")
    assert "1 sessions" in capsys.readouterr().out
    assert [session.pk for session in Session.objects.all()] == [as_alice.session.session_key]
    assert as_alice.get("/api/account/").status_code == 200


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        return int(cursor.fetchone()[0])


def test_it_deletes_expired_cache_entries() -> None:
    cache.set("yesterday", 5, timeout=-60)
    cache.set("today", 5, timeout=60)
    cache.set("always", 5, timeout=None)
    assert rows() == 3
    call_command("clear_expired")
    assert rows() == 2
    assert (cache.get("today"), cache.get("always")) == (5, 5)
