"""The schema describes the endpoints of one's own account"""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.sessions.models import UserSession
from api.tests.description import check, names
from conftest import Browser


def test_names_of_operations(schema: Any) -> None:
    assert names(schema, "accounts") == {
        *("listSessions", "endSession", "endOtherSessions", "getSessionStatus", "extendSession"),
    }


Call = Callable[[Browser, Browser], Any]

# A call for each response that a request can cause: (operation, status).
CALLS: dict[tuple[str, int], Call] = {
    ("GET /api/account/sessions/", 200): lambda anonymous, alice: alice.get(
        "/api/account/sessions/"
    ),
    ("GET /api/account/sessions/", 403): lambda anonymous, alice: anonymous.get(
        "/api/account/sessions/"
    ),
    ("DELETE /api/account/sessions/{id}/", 204): lambda anonymous, alice: alice.send(
        "DELETE", f"/api/account/sessions/{UserSession.objects.get().pk}/", ""
    ),
    ("DELETE /api/account/sessions/{id}/", 404): lambda anonymous, alice: alice.send(
        "DELETE", "/api/account/sessions/0/", ""
    ),
    ("POST /api/account/sessions/end-others/", 200): lambda anonymous, alice: alice.post_json(
        "/api/account/sessions/end-others/"
    ),
    ("GET /api/account/session-status/", 200): lambda anonymous, alice: alice.get(
        "/api/account/session-status/"
    ),
    ("POST /api/account/session-status/", 200): lambda anonymous, alice: anonymous.post_json(
        "/api/account/session-status/"
    ),
}


@pytest.mark.parametrize(("operation", "status"), CALLS)
def test_responses_match_the_schema(
    operation: str, status: int, anonymous: Browser, as_alice: Browser, schema: Any
) -> None:
    response = CALLS[operation, status](anonymous, as_alice)
    assert response.status_code == status
    check(schema, operation.partition(" ")[2], response)
