"""/admin/"""

import pytest

from accounts.models import User
from conftest import PASSWORD, Browser, CreateUser, browser_of


@pytest.fixture
def as_staff(create_user: CreateUser) -> Browser:
    return browser_of(create_user("alice@example.com", is_staff=True, is_superuser=True))


def test_staff_enter_with_their_session(anonymous: Browser, create_user: CreateUser) -> None:
    create_user("alice@example.com", is_staff=True, is_superuser=True)
    anonymous.log_in("alice@example.com")
    response = anonymous.get("/admin/")
    assert response.status_code == 200
    assert b"Alice" in response.content


def test_visitors_are_sent_to_the_log_in(anonymous: Browser) -> None:
    response = anonymous.get("/admin/accounts/user/", follow=True)
    assert response.redirect_chain[-1] == ("/login?redirect=/admin/accounts/user/", 302)


def test_members_are_refused(as_bob: Browser) -> None:
    assert as_bob.get("/admin/login/?next=/admin/").status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil", ""])
def test_it_redirects_to_no_other_site(anonymous: Browser, target: str) -> None:
    response = anonymous.get("/admin/login/", {"next": target})
    assert response.headers["Location"] == "/login?redirect=/admin/"


def test_the_log_in_sends_staff_on(as_staff: Browser) -> None:
    response = as_staff.get("/admin/login/?next=/admin/accounts/user/")
    assert response.headers["Location"] == "/admin/accounts/user/"


def test_the_admin_has_no_log_in_of_its_own(anonymous: Browser, create_user: CreateUser) -> None:
    create_user("alice@example.com", is_staff=True, is_superuser=True)
    response = anonymous.post(
        "/admin/login/",
        {"username": "alice@example.com", "password": PASSWORD, "next": "/admin/"},
        headers={"X-CSRFToken": anonymous.token},
    )
    assert response.headers["Location"] == "/login?redirect=/admin/"
    assert anonymous.cookie("sessionid") == ""


def test_staff_can_make_a_user(as_staff: Browser) -> None:
    response = as_staff.post(
        "/admin/accounts/user/add/",
        {
            "email": "Dora@example.com",
            "name": "Dora",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
        headers={"X-CSRFToken": as_staff.token},
    )
    assert response.status_code == 302
    dora = User.objects.get(email="dora@example.com")
    assert dora.name == "Dora"
    assert dora.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["", "{id}/change/", "add/", "?q=alice"])
def test_the_pages_about_users_open(as_staff: Browser, path: str) -> None:
    alice = User.objects.get()
    assert as_staff.get("/admin/accounts/user/" + path.format(id=alice.pk)).status_code == 200
