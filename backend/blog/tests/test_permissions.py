"""Permissions: every method of every endpoint, by kind of post and visitor"""

import uuid
from typing import Any

import pytest

from accounts.models import User
from blog import services
from blog.tests.factories import make_post, post_content
from blog.views import PostViewSet
from conftest import Browser

CALLS: dict[str, Any] = {
    "list": lambda browser, pk: browser.get("/api/posts/"),
    "list public": lambda browser, pk: browser.get("/api/posts/public/"),
    "list drafts": lambda browser, pk: browser.get("/api/posts/drafts/"),
    "read": lambda browser, pk: browser.get(f"/api/posts/{pk}/"),
    "create": lambda browser, pk: browser.post_json(
        "/api/posts/", post_content(), headers={"Idempotency-Key": str(uuid.uuid4())}
    ),
    "replace": lambda browser, pk: browser.send(
        "PUT", f"/api/posts/{pk}/", post_content(), headers={"If-Match": '"1"'}
    ),
    "change": lambda browser, pk: browser.send(
        "PATCH", f"/api/posts/{pk}/", {}, headers={"If-Match": '"1"'}
    ),
    "delete": lambda browser, pk: browser.send(
        "DELETE", f"/api/posts/{pk}/", "", headers={"If-Match": '"1"'}
    ),
    "restore": lambda browser, pk: browser.post_json(f"/api/posts/{pk}/restore/"),
    "preview": lambda browser, pk: browser.post_json("/api/posts/preview/", {"body": "a"}),
    "og image": lambda browser, pk: browser.get(f"/api/posts/{pk}/card.png"),
}

# Statuses for the author, another member and a visitor.
ALWAYS: dict[str, tuple[int, int, int]] = {
    "list": (200, 200, 403),
    "list public": (200, 200, 200),
    "list drafts": (200, 200, 403),
    "create": (201, 201, 403),
    "preview": (200, 200, 403),
}
BY_KIND: dict[str, dict[str, tuple[int, int, int]]] = {
    "public": {
        "read": (200, 200, 200),
        "replace": (200, 403, 403),
        "change": (200, 403, 403),
        "delete": (204, 403, 403),
        "restore": (200, 403, 403),
        "og image": (200, 200, 200),
    },
    "members": {
        "read": (200, 200, 403),
        "replace": (200, 403, 403),
        "change": (200, 403, 403),
        "delete": (204, 403, 403),
        "restore": (200, 403, 403),
        "og image": (404, 404, 404),
    },
    "draft": {
        "read": (200, 404, 403),
        "replace": (200, 404, 403),
        "change": (200, 404, 403),
        "delete": (204, 404, 403),
        "restore": (200, 404, 403),
        "og image": (404, 404, 404),
    },
    "deleted": {
        "read": (404, 404, 403),
        "replace": (404, 404, 403),
        "change": (404, 404, 403),
        "delete": (404, 404, 403),
        "restore": (200, 404, 403),
        "og image": (404, 404, 404),
    },
    "missing": {
        "read": (404, 404, 403),
        "replace": (404, 404, 403),
        "change": (404, 404, 403),
        "delete": (404, 404, 403),
        "restore": (404, 404, 403),
        "og image": (404, 404, 404),
    },
}


def make_post_of_kind(kind: str, author: User) -> int:
    post = make_post(
        author,
        status="draft" if kind == "draft" else "published",
        visibility="members" if kind == "members" else "public",
    )
    if kind == "deleted":
        services.soft_delete(post)
    return post.pk + 1 if kind == "missing" else post.pk


@pytest.mark.parametrize("kind", BY_KIND)
def test_each_visitor_gets_their_status(
    kind: str, alice: User, as_alice: Browser, as_bob: Browser, anonymous: Browser
) -> None:
    for call, expected in {**ALWAYS, **BY_KIND[kind]}.items():
        pk = make_post_of_kind(kind, alice)
        # The author comes last: only their calls change the post.
        statuses = [CALLS[call](each, pk).status_code for each in (anonymous, as_bob, as_alice)]
        assert tuple(statuses[::-1]) == expected, call


def test_every_action_is_called() -> None:
    actions = [action.__name__ for action in PostViewSet.get_extra_actions()]
    standard = ["list", "retrieve", "create", "update", "partial_update", "destroy"]
    assert len(CALLS) == len(actions) + len(standard) + 1  # the image
