"""The X-Account header: whom the page shows that a request comes from."""

from typing import Any

import pytest

from conftest import NOT_AUTHENTICATED, Browser, error

OTHER_ACCOUNT = error("other_account", "You are logged in with another account.")


def test_the_account_of_the_session_may_act(as_alice: Browser, alice: Any) -> None:
    headers = {"X-Account": str(alice.pk)}
    assert as_alice.post_json("/api/logout/", headers=headers).status_code == 204


def test_a_page_that_shows_somebody_else_is_refused(
    as_alice: Browser, alice: Any, bob: Any
) -> None:
    response = as_alice.post_json("/api/logout/", headers={"X-Account": str(bob.pk)})
    assert response.status_code == 409
    assert response.json() == OTHER_ACCOUNT
    # Nothing was done: the session is still Alice's.
    assert as_alice.get("/api/account/").json()["id"] == alice.pk


@pytest.mark.parametrize("shown", ["", "0", "-1", "alice", "1e3", "é", "9" * 5000])
def test_what_is_no_account_is_nobody_s(as_alice: Browser, shown: str) -> None:
    response = as_alice.post_json("/api/logout/", headers={"X-Account": shown})
    assert response.status_code == 409
    assert response.json() == OTHER_ACCOUNT


def test_reading_is_refused_as_well(as_alice: Browser, alice: Any, bob: Any) -> None:
    for person, status in [(alice, 200), (bob, 409)]:
        response = as_alice.get("/api/account/", headers={"X-Account": str(person.pk)})
        assert response.status_code == status


def test_a_session_that_has_ended_is_told_as_such(nobody: Browser, alice: Any) -> None:
    response = nobody.get("/api/account/", headers={"X-Account": str(alice.pk)})
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
