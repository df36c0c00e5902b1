"""Accounts and sessions, created directly in the site's database."""

import secrets
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from playwright.sync_api import BrowserContext

ALICE = "alice@example.com"
BOB = "bob@example.com"
CHARLIE = "charlie@example.com"
NAMES = {ALICE: "Alice Lindqvist", BOB: "Bob Okafor", CHARLIE: "Charlie Moreau"}
PASSWORD = "open-sesame-42"


@dataclass(frozen=True)
class Member:
    """An account with a session."""

    id: int
    email: str
    name: str
    session: str


class Members:
    """The accounts of the site."""

    def __init__(self, django: Executor) -> None:
        self._django = django

    def log_in(self, email: str) -> str:
        """Create a session for this account; returns its key."""
        return self._django.submit(_log_in, email).result()

    def create(self, email: str, name: str, password: str | None = None) -> Member:
        """Create an account with a session."""
        return self._django.submit(_create, email, name, password).result()

    def end_session(self, key: str) -> None:
        """Delete a session; the browser keeps its cookie."""
        self._django.submit(_end_session, key).result()

    def sessions(self) -> set[str]:
        """The keys of all sessions."""
        return self._django.submit(_sessions).result()


def set_session_cookies(
    context: BrowserContext,
    key: str,
    url: str,
    cookie_domain: str | None = None,
    cookie_prefix: str = "",
) -> None:
    """Set the cookies of a log-in."""
    where: Any = {"domain": f".{cookie_domain}", "path": "/"} if cookie_domain else {"url": url}
    each: Any = {**where, "sameSite": "Lax", "secure": url.startswith("https:")}
    session: Any = {**each, "name": f"{cookie_prefix}sessionid", "value": key, "httpOnly": True}
    token: Any = {**each, "name": f"{cookie_prefix}csrftoken", "value": secrets.token_hex(16)}
    context.add_cookies([session, token])


# --- In Django's process --------------------------------------------------------------------------


def _log_in(email: str) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.http import HttpRequest

    from accounts.models import User
    from accounts.sessions.services import begin_session

    user = User.objects.get(email=email)
    request = HttpRequest()
    request.session = session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    begin_session(request, user)
    session.save()
    key: str = session.session_key
    return key


def _create(email: str, name: str, password: str | None) -> Member:
    from accounts.models import User

    user = User.objects.create_user(email, password, name=name)
    return Member(user.pk, email, name, _log_in(email))


def _end_session(key: str) -> None:
    from django.conf import settings

    # Through the engine, which may cache sessions outside the database.
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    assert session.exists(key)
    session.delete()


def _sessions() -> set[str]:
    from django.contrib.sessions.models import Session

    return set(Session.objects.values_list("pk", flat=True))
