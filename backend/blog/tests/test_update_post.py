"""PUT and PATCH /api/posts/{id}/"""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import make_post, other_content, post_detail
from conftest import NOT_AUTHENTICATED, NOT_FOUND, Browser, error

pytestmark = pytest.mark.each_database

CONTENT = other_content()
NOT_AUTHOR = error("permission_denied", "Only its author may change this post.")
PRECONDITION_REQUIRED = error(
    "precondition_required", "Say in the If-Match header which version you want to change."
)
VERSION_CONFLICT = error(
    "version_conflict", "There is a newer version than the one that you started from."
)


@pytest.fixture
def post(alice: User) -> Post:
    return make_post(
        alice,
        "Good keys",
        summary="On keys.",
        body="A *good* key.",
        status="published",
        visibility="public",
        published_at=datetime(2026, 5, 1, 12, 0, tzinfo=UTC),
        tags=["keys"],
    )


def change(
    browser: Browser, post: Post, content: Any, version: object = '"1"', method: str = "PATCH"
) -> Any:
    headers = {} if version is None else {"If-Match": str(version)}
    return browser.send(method, f"/api/posts/{post.pk}/", content, headers=headers)


def test_put_replaces_everything(as_alice: Browser, post: Post) -> None:
    response = change(as_alice, post, CONTENT, method="PUT")
    assert response.status_code == 200
    post.refresh_from_db()
    expected = {
        **CONTENT,
        "slug": "better-keys",
        "excerpt": "On better keys.",
        "tags": [{"name": "doors", "slug": "doors"}],
        "published_at": "2026-05-01T12:00:00Z",
        "body_html": "<p>A <strong>better</strong> key.</p>\n",
        "version": 2,
        "is_author": True,
    }
    assert response.json() == post_detail(post, **expected)
    assert response.headers["ETag"] == '"2"'
    assert as_alice.get(f"/api/posts/{post.pk}/").json() == response.json()


def test_put_requires_every_field(as_alice: Browser, post: Post) -> None:
    for field in CONTENT:
        content = {name: value for name, value in CONTENT.items() if name != field}
        response = change(as_alice, post, content, method="PUT")
        assert response.status_code == 400
        assert response.json() == error(
            "required", "This field is required.", field, "validation_error"
        )
    assert change(as_alice, post, CONTENT, method="PUT").status_code == 200


def test_patch_changes_one_field(as_alice: Browser, post: Post) -> None:
    derived = {"title": {"slug"}, "summary": {"excerpt"}, "body": {"body_html"}}
    before = as_alice.get(f"/api/posts/{post.pk}/").json()
    for version, field in enumerate(CONTENT, start=1):
        response = change(as_alice, post, {field: CONTENT[field]}, f'"{version}"')
        assert response.status_code == 200
        after = response.json()
        differences = {name for name in after if after[name] != before[name]}
        assert differences == {"version", "updated_at", field} | derived.get(field, set())
        assert after[field] == CONTENT[field] or [tag["name"] for tag in after[field]] == ["doors"]
        before = after


def test_empty_patch_counts_a_version(as_alice: Browser, post: Post) -> None:
    assert change(as_alice, post, {}).json()["version"] == 2


def test_other_fields_are_read_only(as_alice: Browser, post: Post, alice: User, bob: User) -> None:
    content = {"author": bob.pk, "version": 99, "id": 99, "published_at": None, "slug": "x"}
    body = change(as_alice, post, content).json()
    assert body["author"]["id"] == alice.pk
    assert (body["version"], body["id"], body["slug"]) == (2, post.pk, "good-keys")
    assert body["published_at"] == "2026-05-01T12:00:00Z"


def test_first_publication_sets_the_date(as_alice: Browser, alice: User) -> None:
    post = make_post(alice, body="a")
    date = change(as_alice, post, {"status": "published"}).json()["published_at"]
    assert date is not None
    draft = change(as_alice, post, {"status": "draft"}, '"2"').json()
    assert (draft["status"], draft["published_at"]) == ("draft", date)
    again = change(as_alice, post, {"status": "published"}, '"3"').json()
    assert again["published_at"] == date


def test_only_drafts_may_be_empty(as_alice: Browser, post: Post) -> None:
    empty = {**CONTENT, "body": "", "status": "published"}
    detail = "A published post cannot be empty. Write something, or leave the post a draft."
    empty_post = error("blank", detail, "body", kind="validation_error")
    for method, content in (("PATCH", {"body": " \n"}), ("PUT", empty)):
        response = change(as_alice, post, content, method=method)
        assert (response.status_code, response.json()) == (400, empty_post)
    draft = change(as_alice, post, {**empty, "status": "draft"}, method="PUT")
    assert draft.status_code == 200
    response = change(as_alice, post, {"status": "published"}, '"2"')
    assert (response.status_code, response.json()) == (400, empty_post)
    both = {"status": "published", "body": "A text."}
    assert change(as_alice, post, both, '"2"').status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_it_requires_if_match(as_alice: Browser, post: Post, method: str) -> None:
    for version in [None, "", "*", "1", "W/1", '""x', ", ,", "é"]:
        response = change(as_alice, post, CONTENT, version, method)
        assert (response.status_code, response.json()) == (428, PRECONDITION_REQUIRED), version
    post.refresh_from_db()
    assert post.version == 1
    assert change(as_alice, post, CONTENT, '"1"', method).status_code == 200


def test_if_match_may_be_weak_or_a_list(as_alice: Browser, post: Post) -> None:
    for version, etag in enumerate(['W/"{}"', '"0", "{}"', ' "{}" ', '*, "{}"'], start=1):
        assert change(as_alice, post, {}, etag.format(version)).status_code == 200, etag
        assert change(as_alice, post, {}, etag.format(version)).status_code == 412, etag


def test_conflict_returns_both_versions(as_alice: Browser, post: Post) -> None:
    current = change(as_alice, post, {"title": "From the other tab"}).json()
    for method in ("PUT", "PATCH"):
        response = change(as_alice, post, CONTENT, '"1"', method)
        assert response.status_code == 412
        assert response.json() == {**VERSION_CONFLICT, "current": current, "submitted": CONTENT}
    response = change(as_alice, post, {"title": "Mine", "tags": []})
    assert response.json()["submitted"] == {"title": "Mine", "tags": []}
    assert as_alice.get(f"/api/posts/{post.pk}/").json() == current


def test_unknown_versions_conflict(as_alice: Browser, post: Post) -> None:
    for version in ['"0"', '"2"', '"-1"', '"x"', '"01"', f'"{10**30}"']:
        assert change(as_alice, post, CONTENT, version).status_code == 412, version
    assert change(as_alice, post, CONTENT, '"1"').status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_only_the_author_may_change_it(
    as_alice: Browser, as_bob: Browser, anonymous: Browser, post: Post, method: str
) -> None:
    response = change(as_bob, post, CONTENT, method=method)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHOR
    response = change(anonymous, post, CONTENT, method=method)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
    post.refresh_from_db()
    assert (post.title, post.version) == ("Good keys", 1)
    assert change(as_alice, post, CONTENT, method=method).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_drafts_of_others_are_404(
    as_alice: Browser, as_bob: Browser, anonymous: Browser, post: Post, method: str
) -> None:
    Post.objects.update(status="draft")
    response = change(as_bob, post, CONTENT, method=method)
    assert response.status_code == 404
    assert response.json() == NOT_FOUND
    assert change(anonymous, post, CONTENT, method=method).json() == NOT_AUTHENTICATED
    assert change(as_alice, post, CONTENT, method=method).status_code == 200


def test_staff_may_not_change_it(as_bob: Browser, bob: User, as_alice: Browser, post: Post) -> None:
    bob.is_staff = bob.is_superuser = True
    bob.save()
    assert change(as_bob, post, CONTENT).json() == NOT_AUTHOR
    assert change(as_alice, post, CONTENT).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_it_rejects_invalid_values(as_alice: Browser, post: Post, method: str) -> None:
    content = {**CONTENT, "title": "", "tags": ["a" * 31]}
    response = change(as_alice, post, content, method=method)
    assert response.status_code == 400
    attrs = [(item["code"], item["attr"]) for item in response.json()["errors"]]
    assert attrs == [("blank", "title"), ("max_length", "tags.0")]
    post.refresh_from_db()
    assert post.version == 1


def test_deleted_posts_are_404(as_alice: Browser, post: Post) -> None:
    services.soft_delete(post)
    response = change(as_alice, post, CONTENT)
    assert response.status_code == 404
    assert response.json() == NOT_FOUND
    services.restore(post)
    assert change(as_alice, post, CONTENT).status_code == 200
