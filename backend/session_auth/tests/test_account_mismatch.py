"""The X-Account header: the account that the page shows."""

from typing import Any

from conftest import NOT_AUTHENTICATED, Browser, error

OTHER_ACCOUNT = error("other_account", "You are logged in with another account.")


def test_it_accepts_the_session_s_account(as_alice: Browser, alice: Any) -> None:
    headers = {"X-Account": str(alice.pk)}
    assert as_alice.post_json("/api/logout/", headers=headers).status_code == 204


def test_it_refuses_another_account(as_alice: Browser, alice: Any, bob: Any) -> None:
    response = as_alice.post_json("/api/logout/", headers={"X-Account": str(bob.pk)})
    assert response.status_code == 409
    assert response.json() == OTHER_ACCOUNT
    # Nothing was done: the session is still Alice's.
    assert as_alice.get("/api/account/").json()["id"] == alice.pk


def test_it_refuses_invalid_ids(as_alice: Browser) -> None:
    for shown in ("", "0", "-1", "alice", "1e3", "é", "9" * 5000):
        response = as_alice.post_json("/api/logout/", headers={"X-Account": shown})
        assert response.status_code == 409
        assert response.json() == OTHER_ACCOUNT


def test_it_refuses_reading_too(as_alice: Browser, alice: Any, bob: Any) -> None:
    for create_user, status in [(alice, 200), (bob, 409)]:
        response = as_alice.get("/api/account/", headers={"X-Account": str(create_user.pk)})
        assert response.status_code == status


def test_without_a_session_it_is_not_authenticated(anonymous: Browser, alice: Any) -> None:
    response = anonymous.get("/api/account/", headers={"X-Account": str(alice.pk)})
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
