"""The schema describes the blog's endpoints"""

from collections.abc import Callable
from typing import Any

import pytest

from api.tests.description import check, names
from blog.models import Post
from blog.tests.factories import make_post, post_content
from conftest import Browser, browser_of


def test_names_of_operations_and_components(schema: Any) -> None:
    assert names(schema, "blog") == {
        "createPost",
        "deletePost",
        "getPost",
        "getPostCard",
        "listDrafts",
        "listPosts",
        "listPublicPosts",
        "previewPost",
        "replacePost",
        "restorePost",
        "updatePost",
    }
    assert set(schema["components"]["schemas"]) >= {
        "AlreadyCreated",
        "Author",
        "Draft",
        "DraftPage",
        "MarkdownRequest",
        "PatchedPostContentRequest",
        "Post",
        "PostContentRequest",
        "PostDetail",
        "PostPage",
        "PostReplacementRequest",
        "Preview",
        "Segment",
        "StatusEnum",
        "SubmittedPost",
        "Tag",
        "VersionConflict",
        "VisibilityEnum",
    }


Call = Callable[[Browser, Browser, Post], Any]

CONTENT = post_content()


def create(browser: Browser, **change: Any) -> Any:
    key = {"Idempotency-Key": "6a0b1d9a-7a4c-4c0e-9d54-2f5d1e1b7a11"}
    return browser.post_json("/api/posts/", {**CONTENT, **change}, headers=key)


def change(browser: Browser, method: str, post: Post, version: str = '"1"') -> Any:
    headers = {"If-Match": version} if version else {}
    return browser.send(method, f"/api/posts/{post.pk}/", CONTENT, headers=headers)


# A call for each response that a request can cause: (operation, status).
CALLS: dict[tuple[str, int], Call] = {
    ("GET /api/posts/", 200): lambda anonymous, alice, post: alice.get(
        "/api/posts/?page_size=1&page=2"
    ),
    ("GET /api/posts/", 400): lambda anonymous, alice, post: alice.get("/api/posts/?page=x"),
    ("GET /api/posts/", 403): lambda anonymous, alice, post: anonymous.get("/api/posts/"),
    ("GET /api/posts/", 404): lambda anonymous, alice, post: alice.get("/api/posts/?page=99"),
    ("GET /api/posts/{id}/", 200): lambda anonymous, alice, post: alice.get(
        f"/api/posts/{post.pk}/"
    ),
    ("GET /api/posts/{id}/", 403): lambda anonymous, alice, post: anonymous.get("/api/posts/0/"),
    ("GET /api/posts/{id}/", 404): lambda anonymous, alice, post: alice.get("/api/posts/0/"),
    ("POST /api/posts/", 201): lambda anonymous, alice, post: create(alice),
    ("POST /api/posts/", 400): lambda anonymous, alice, post: alice.post_json(
        "/api/posts/", CONTENT
    ),
    ("POST /api/posts/", 403): lambda anonymous, alice, post: create(anonymous),
    ("POST /api/posts/", 409): lambda anonymous, alice, post: [
        create(alice),
        create(alice, title="B"),
    ][-1],
    ("POST /api/posts/", 413): lambda anonymous, alice, post: create(alice, body="a" * 3_000_000),
    **{
        (f"{method} /api/posts/{{id}}/", status): call
        for method, success in [("PUT", 200), ("PATCH", 200), ("DELETE", 204)]
        for status, call in {
            success: lambda anonymous, alice, post, method=method: change(alice, method, post),
            403: lambda anonymous, alice, post, method=method: change(anonymous, method, post),
            404: lambda anonymous, alice, post, method=method: change(alice, method, Post(pk=0)),
            412: lambda anonymous, alice, post, method=method: change(alice, method, post, '"7"'),
            428: lambda anonymous, alice, post, method=method: change(alice, method, post, ""),
        }.items()
    },
    ("POST /api/posts/", 429): lambda anonymous, alice, post: [create(alice) for _ in range(61)][
        -1
    ],
    ("POST /api/posts/{id}/restore/", 200): lambda anonymous, alice, post: alice.post_json(
        f"/api/posts/{post.pk}/restore/"
    ),
    ("POST /api/posts/{id}/restore/", 404): lambda anonymous, alice, post: alice.post_json(
        "/api/posts/0/restore/"
    ),
    ("GET /api/posts/{id}/card.png", 200): lambda anonymous, alice, post: anonymous.get(
        f"/api/posts/{post.pk}/card.png"
    ),
    ("GET /api/posts/{id}/card.png", 404): lambda anonymous, alice, post: anonymous.get(
        "/api/posts/0/card.png"
    ),
    ("GET /api/posts/public/", 200): lambda anonymous, alice, post: anonymous.get(
        "/api/posts/public/?search=x"
    ),
    ("GET /api/posts/public/", 400): lambda anonymous, alice, post: anonymous.get(
        "/api/posts/public/?ordering=x"
    ),
    ("GET /api/posts/public/", 404): lambda anonymous, alice, post: anonymous.get(
        "/api/posts/public/?author=999999"
    ),
    ("GET /api/posts/drafts/", 200): lambda anonymous, alice, post: alice.get("/api/posts/drafts/"),
    ("GET /api/posts/drafts/", 403): lambda anonymous, alice, post: anonymous.get(
        "/api/posts/drafts/"
    ),
    ("GET /api/posts/drafts/", 404): lambda anonymous, alice, post: alice.get(
        "/api/posts/drafts/?page=99"
    ),
    ("POST /api/posts/preview/", 200): lambda anonymous, alice, post: alice.post_json(
        "/api/posts/preview/", {"body": "*a*"}
    ),
    ("POST /api/posts/preview/", 400): lambda anonymous, alice, post: alice.post_json(
        "/api/posts/preview/", {"body": 5}
    ),
}


@pytest.mark.parametrize(("operation", "status"), CALLS)
def test_responses_match_the_schema(
    operation: str, status: int, anonymous: Browser, alice: Any, bob: Any, schema: Any
) -> None:
    posts = [
        make_post(
            alice,
            f"Post {number}",
            body="*x*",
            status="published" if number else "draft",
            visibility="public",
        )
        for number in range(4)
    ]
    response = CALLS[operation, status](anonymous, browser_of(alice), posts[1])
    assert response.status_code == status
    check(schema, operation.partition(" ")[2], response)


def test_drafts_match_the_schema(as_alice: Browser, alice: Any, schema: Any) -> None:
    draft = make_post(alice)
    check(schema, "/api/posts/{id}/", as_alice.get(f"/api/posts/{draft.pk}/"))
