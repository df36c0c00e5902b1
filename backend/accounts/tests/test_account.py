"""GET /api/account/"""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from conftest import NOT_AUTHENTICATED, Browser, CreateUser, browser_of

pytestmark = pytest.mark.each_database

SESSION = import_module(settings.SESSION_ENGINE).SessionStore
Way = Callable[[User, bool, Browser], None]


def test_it_returns_the_account(as_alice: Browser, alice: User) -> None:
    response = as_alice.get("/api/account/")
    assert response.status_code == 200
    assert response.json() == {
        "id": alice.pk,
        "email": "alice@example.com",
        "name": "Alice",
        "is_staff": False,
    }


def test_each_member_gets_their_own(as_alice: Browser, as_bob: Browser) -> None:
    assert as_alice.get("/api/account/").json()["email"] == "alice@example.com"
    assert as_bob.get("/api/account/").json()["email"] == "bob@example.com"


def test_visitors_are_refused(anonymous: Browser) -> None:
    response = anonymous.get("/api/account/")
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


def by_admin_form(user: User, is_active: bool, staff: Browser) -> None:
    form = {"email": user.email, "name": user.name, **({"is_active": "on"} if is_active else {})}
    path = f"/admin/accounts/user/{user.pk}/change/"
    assert staff.post(path, form, headers={"X-CSRFToken": staff.token}).status_code == 302


def by_save(user: User, is_active: bool, staff: Browser) -> None:
    user.is_active = is_active
    user.save()


def by_save_of_one_field(user: User, is_active: bool, staff: Browser) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def by_update(user: User, is_active: bool, staff: Browser) -> None:
    User.objects.filter(pk=user.pk).update(is_active=is_active)


def by_bulk_update(user: User, is_active: bool, staff: Browser) -> None:
    user.is_active = is_active
    User.objects.bulk_update([user], ["is_active"])


def by_sql(user: User, is_active: bool, staff: Browser) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET is_active = %s WHERE id = %s", [is_active, user.pk]
        )


WAYS = [by_admin_form, by_save, by_save_of_one_field, by_update, by_bulk_update]


@pytest.mark.parametrize("disable", [by_update, by_sql])
def test_disabling_ends_the_session_at_once(
    as_alice: Browser, as_bob: Browser, alice: User, disable: Way
) -> None:
    assert as_alice.get("/api/account/").status_code == 200
    disable(alice, False, as_bob)
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED


@pytest.mark.parametrize(
    ("disable", "enable"),
    [*((way, way) for way in WAYS), (by_sql, by_save), (by_update, by_sql)],
)
def test_disabling_ends_sessions(
    as_alice: Browser,
    as_bob: Browser,
    alice: User,
    create_user: CreateUser,
    disable: Way,
    enable: Way,
) -> None:
    staff = browser_of(create_user("staff@example.com", is_staff=True, is_superuser=True))
    assert as_alice.get("/api/account/").status_code == 200
    disable(alice, False, staff)
    enable(alice, True, staff)

    response = as_alice.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert as_alice.log_in("alice@example.com").status_code == 200
    assert as_alice.get("/api/account/").status_code == 200
    assert as_bob.get("/api/account/").status_code == 200


def test_saving_a_stale_user_restores_no_session(as_alice: Browser, alice: User) -> None:
    stale = User.objects.get(pk=alice.pk)
    for is_active in (False, True):
        User.objects.filter(pk=alice.pk).update(is_active=is_active)
    stale.save()
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED


def test_other_changes_end_no_session(as_alice: Browser, alice: User) -> None:
    alice.name = "Alice B."
    alice.save()
    User.objects.update(is_active=True)
    User.objects.update(is_staff=False)
    User.objects.bulk_update([alice], ["name", "is_active"])
    assert as_alice.get("/api/account/").json()["name"] == "Alice B."


def test_older_sessions_stay_valid(alice: User) -> None:
    """Sessions survive a rolling update from code without session versions."""
    assert alice.get_session_auth_hash() == AbstractBaseUser.get_session_auth_hash(alice)


def test_deleting_ends_sessions(as_alice: Browser, alice: User) -> None:
    key = as_alice.cookie("sessionid")
    assert as_alice.get("/api/account/").status_code == 200
    alice.delete()
    response = as_alice.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not SESSION().exists(key)


def test_an_anonymous_session_is_kept(anonymous: Browser) -> None:
    """allauth stores a log-in there until the second factor."""
    session = anonymous.session
    session["draft"] = "of a visitor"
    session.save()
    anonymous.cookies["sessionid"] = str(session.session_key)
    assert anonymous.get("/api/account/").json() == NOT_AUTHENTICATED
    assert anonymous.session["draft"] == "of a visitor"


def test_a_new_password_ends_sessions(as_alice: Browser, alice: User) -> None:
    assert as_alice.get("/api/account/").status_code == 200
    alice.set_password("another")
    alice.save()
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED


def test_visitors_cause_no_session_and_no_query(anonymous: Browser) -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in ("/api/account/", "/api/login-set-cookie/", "/api/schema/"):
            anonymous.get(path)
    assert len(queries) == 0
    assert anonymous.cookie("sessionid") == ""
    assert Session.objects.count() == 0


def test_a_stale_cookie_is_cleared(
    anonymous: Browser,
) -> None:
    anonymous.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    response = anonymous.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert Session.objects.count() == 0
