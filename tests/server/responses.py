"""Responses of the real API, for the stub."""

from tests.factories import listed_post
from tests.server.stub_api import Response, StubApi, error_response, json_response

ACCOUNT_PATH = "/api/account/"
POSTS_PATH = "/api/posts/"
PUBLIC_POSTS_PATH = "/api/posts/public/"

SESSION = "sessionid=5e551011"

ALICE = {"id": 1, "email": "alice@example.com", "name": "Alice Liddell", "is_staff": False}
BOB = {"id": 2, "email": "bob@example.com", "name": "Bob Cratchit", "is_staff": False}

# As Django deletes a cookie.
CLEARED_SESSION = (
    'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax'
)

NOT_AUTHENTICATED = error_response(403, "not_authenticated", "Authentication was not provided.")
EXPIRED_SESSION = NOT_AUTHENTICATED.with_cookies(CLEARED_SESSION)


def posts_response() -> Response:
    """A list with one post."""
    return list_response(listed_post())


def list_response(*posts: dict[str, object]) -> Response:
    """A page with these posts."""
    return json_response(
        {
            "count": len(posts),
            "count_is_capped": False,
            "next": None,
            "previous": None,
            "results": list(posts),
        }
    )


def authenticate(api: StubApi, account: dict[str, object], *set_cookies: str) -> None:
    """Let every session be this account's, and return posts."""
    api.respond(ACCOUNT_PATH, json_response(account).with_cookies(*set_cookies))
    api.respond(POSTS_PATH, posts_response())
