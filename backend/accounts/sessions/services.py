"""Begin, extend and end the sessions of a user."""

from collections.abc import Iterable
from importlib import import_module

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sessions.devices import browser_and_system, network_of
from accounts.sessions.lifetimes import LIFETIME, Lifetime, read_lifetime
from accounts.sessions.models import LoginMethod, UserSession, UserSessionQuerySet
from accounts.sessions.status_cache import forget_status, mark_ended

# Beyond that, a log-in ends the session that has been idle for longest.
MAX_SESSIONS = 100
# The key in a session's data of the choice that waits for the end of the log-in.
REMEMBER = "remember"


def begin_session(request: HttpRequest, user: User) -> None:
    """Store the session of a log-in that Django has just begun."""
    lifetime = Lifetime(timezone.now(), request.session.pop(REMEMBER, True), user.is_staff)
    store_session(request, user, lifetime, login_method(request, user))
    surplus = UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    end_sessions(surplus.values_list("session_key", flat=True)[MAX_SESSIONS:])


def store_session(
    request: HttpRequest, user: User, lifetime: Lifetime, method: LoginMethod
) -> None:
    request.session[LIFETIME] = lifetime.to_json()
    browser, system = browser_and_system(request)
    session = UserSession(
        session_key=str(request.session.session_key),
        user=user,
        began_at=lifetime.began_at,
        last_seen_at=timezone.now(),
        network=network_of(request),
        browser=browser,
        system=system,
        login_method=method,
        is_remembered=lifetime.is_remembered,
    )
    fields = ["user", "began_at", "last_seen_at", "network", "browser", "system"]
    fields += ["login_method", "is_remembered"]
    # A second log-in of the same user in the same session keeps its key.
    UserSession.objects.bulk_create(
        [session], update_conflicts=True, unique_fields=["session_key"], update_fields=fields
    )


def login_method(request: HttpRequest, user: AbstractBaseUser) -> LoginMethod:
    """Return how a log-in was done, of which allauth keeps records."""
    records = get_authentication_records(request, user)
    if not records:
        # After a sign-up, the confirmed address is what logs in.
        match = request.resolver_match
        is_sign_up = match is not None and match.url_name in {"signup", "verify_email"}
        return LoginMethod.SIGN_UP if is_sign_up else LoginMethod.OTHER
    method = records[-1]["method"]
    return LoginMethod(method) if method in LoginMethod.values else LoginMethod.OTHER


def record_activity(request: HttpRequest, user: User) -> None:
    """Write that the session is in use, and move the end of its idleness.

    Call it at most once per ACTIVITY_INTERVAL. An ended session stays ended.
    """
    key = request.session.session_key
    lifetime = read_lifetime(request.session.get(LIFETIME))
    if lifetime is None:
        # Of a log-in by an earlier version of this code, which had two weeks.
        lifetime = Lifetime(timezone.now(), is_remembered=True, is_staff=user.is_staff)
        store_session(request, user, lifetime, LoginMethod.OTHER)
    elif lifetime.is_staff != user.is_staff:
        lifetime = Lifetime(lifetime.began_at, lifetime.is_remembered, user.is_staff)
        request.session[LIFETIME] = lifetime.to_json()
    now = timezone.now()
    UserSession.objects.filter(session_key=key).update(
        last_seen_at=now, network=network_of(request)
    )
    Session.objects.filter(session_key=key).update(expire_date=lifetime.end(now))
    forget_status(str(key))


# --- End ------------------------------------------------------------------------------------------


def sessions_of(user: User) -> UserSessionQuerySet:
    """Return the sessions of a user that have not ended."""
    return UserSession.objects.filter(user=user).alive()


def end_other_sessions(user: User, keep: str | None) -> int:
    """End all sessions of a user but the one with the key `keep`. Returns how many ended."""
    others = UserSession.objects.filter(user=user).exclude(session_key=keep)
    return end_sessions(others.values_list("session_key", flat=True))


def end_sessions(keys: Iterable[str]) -> int:
    """End sessions at once, everywhere. Returns how many had not ended yet.

    Their rows decide. The copies in Redis go after the transaction, which would else be read again.
    """
    keys = list(keys)
    if not keys:
        return 0
    with transaction.atomic():
        alive = UserSession.objects.filter(session_key__in=keys).alive().count()
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        transaction.on_commit(lambda: forget_copies(keys))
    return alive


def forget_copies(keys: list[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        session = store(key)
        if hasattr(session, "_cache"):
            session._cache.delete(session.cache_key)
        mark_ended(key)
