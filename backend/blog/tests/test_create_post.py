"""POST /api/posts/"""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import other_content, post_content, post_detail
from conftest import NOT_AUTHENTICATED, Browser, error

pytestmark = pytest.mark.each_database

URL = "/api/posts/"
CONTENT = post_content()


def create(browser: Browser, content: Any = CONTENT, key: object = None, **headers: str) -> Any:
    headers = {"Idempotency-Key": str(key or uuid.uuid4()), **headers}
    return browser.post_json(URL, content, headers=headers)


def test_it_creates_a_post(as_alice: Browser) -> None:
    response = create(as_alice)
    assert response.status_code == 201
    post = Post.objects.get()
    assert post.published_at is not None
    expected = {
        **CONTENT,
        "slug": "good-keys",
        "excerpt": "On keys.",
        "tags": [{"name": "keys", "slug": "keys"}, {"name": "locks", "slug": "locks"}],
        "body_html": "<p>A <em>good</em> key.</p>\n",
        "is_author": True,
    }
    assert response.json() == post_detail(post, **expected)
    assert response.headers["ETag"] == '"1"'
    assert as_alice.get(f"{URL}{post.pk}/").json() == response.json()


def test_tags_keep_order_and_spelling(
    as_alice: Browser, as_bob: Browser, anonymous: Browser
) -> None:
    [first, second] = [
        create(browser, post_content(tags=tags)).json()
        for browser, tags in [
            (as_alice, ["Self-hosting", " iOS", "home  lab", "IOS"]),
            (as_bob, ["Home Lab", "ios"]),
        ]
    ]
    assert first["tags"] == [
        {"name": "Self-hosting", "slug": "self-hosting"},
        {"name": "iOS", "slug": "ios"},
        {"name": "home lab", "slug": "home-lab"},
    ]
    assert second["tags"] == [
        {"name": "Home Lab", "slug": "home-lab"},
        {"name": "ios", "slug": "ios"},
    ]
    listed = anonymous.get("/api/posts/public/?tag=ios").json()["results"]
    assert [post["tags"] for post in listed] == [second["tags"], first["tags"]]


def test_default_is_a_members_draft(as_alice: Browser) -> None:
    body = create(as_alice, {"title": "A", "body": ""}).json()
    assert (body["status"], body["visibility"]) == ("draft", "members")
    assert (body["published_at"], body["tags"], body["summary"]) == (None, [], "")


def test_it_requires_a_login(anonymous: Browser, as_alice: Browser) -> None:
    response = create(anonymous)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
    assert create(anonymous, "{malformed").json() == NOT_AUTHENTICATED
    assert not Post.objects.exists()
    assert create(as_alice).status_code == 201


def test_author_is_the_session_s_user(as_bob: Browser, alice: User, bob: User) -> None:
    body = create(as_bob, {**CONTENT, "author": alice.pk, "id": 7, "version": 9}).json()
    assert body["author"] == {"id": bob.pk, "name": "Bob"}
    assert body["version"] == 1


def test_repeated_key_creates_one_post(as_alice: Browser) -> None:
    key = uuid.uuid4()
    first, second = create(as_alice, key=key), create(as_alice, key=key)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.headers["ETag"] == second.headers["ETag"]
    assert Post.objects.count() == 1


def test_content_is_compared_normalised(as_alice: Browser) -> None:
    key = uuid.uuid4()
    create(as_alice, key=key)
    content = {**CONTENT, "tags": [" keys", "locks", "KEYS"], "title": " Good  keys "}
    assert create(as_alice, content, key).status_code == 201


def test_used_key_with_other_content_is_409(as_alice: Browser) -> None:
    changes: list[dict[str, Any]] = [
        *({field: value} for field, value in other_content().items()),
        {"body": f"{CONTENT['body']} "},
        {"tags": ["keys"]},
        {"tags": ["locks", "keys"]},
        {"tags": ["Keys", "locks"]},
    ]
    key = uuid.uuid4()
    first = create(as_alice, key=key)
    for change in changes:
        response = create(as_alice, {**CONTENT, **change}, key)
        assert response.status_code == 409, change
        assert response.json() == {
            **error("already_created", "This has been created already, with another content."),
            "current": first.json(),
        }
    assert Post.objects.count() == 1


@pytest.mark.parametrize("change", [{}, {"body": "Another text."}])
def test_deleted_post_frees_its_key(as_alice: Browser, change: dict[str, Any]) -> None:
    """Otherwise an unsaved draft in a browser would be lost."""
    key = uuid.uuid4()
    first = create(as_alice, key=key).json()
    headers = {"If-Match": '"1"'}
    assert as_alice.send("DELETE", f"{URL}{first['id']}/", "", headers=headers).status_code == 204
    response = create(as_alice, {**CONTENT, **change}, key)
    assert response.status_code == 201
    assert response.json()["id"] != first["id"]
    assert as_alice.get(f"{URL}{response.json()['id']}/").json() == response.json()
    assert create(as_alice, {**CONTENT, **change}, key).json() == response.json()


def test_keys_are_per_author(as_alice: Browser, as_bob: Browser) -> None:
    key = uuid.uuid4()
    browsers = (as_alice, as_bob)
    first, repeated = ([create(each, key=key).json() for each in browsers] for _ in range(2))
    assert first == repeated
    assert [post["author"]["name"] for post in repeated] == ["Alice", "Bob"]


def test_it_requires_a_key(as_alice: Browser) -> None:
    expected = error(
        "idempotency_key_required", "Send a UUID of your own making in the Idempotency-Key header."
    )
    for key in ["", "1", "not-a-uuid", "é", "0" * 33, "\x00"]:
        response = as_alice.post_json(URL, CONTENT, headers={"Idempotency-Key": key})
        assert (response.status_code, response.json()) == (400, expected), key
    assert as_alice.post_json(URL, CONTENT).json() == expected
    assert not Post.objects.exists()


INVALID: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "blank", "title"),
    ({"title": " \n\t\x01"}, "blank", "title"),
    ({"title": "\u200b\u202e\u2060\xad\ufeff"}, "blank", "title"),
    ({"title": None}, "null", "title"),
    ({"title": 5}, "invalid", "title"),
    ({"title": ["a"]}, "invalid", "title"),
    ({"title": "a" * 201}, "max_length", "title"),
    ({"title": "\ud800"}, "surrogate_characters_not_allowed", "title"),
    ({"summary": "a" * 301}, "max_length", "summary"),
    ({"summary": None}, "null", "summary"),
    ({"body": ""}, "blank", "body"),
    ({"body": " \n\u200b"}, "blank", "body"),
    ({"body": None}, "null", "body"),
    ({"body": {}}, "invalid", "body"),
    ({"body": "a\0"}, "null_characters_not_allowed", "body"),
    ({"body": "a\udfff"}, "surrogate_characters_not_allowed", "body"),
    ({"body": "a" * 200_001}, "body_too_large", "body"),
    ({"body": "é" * 100_001}, "body_too_large", "body"),
    ({"status": "deleted"}, "invalid_choice", "status"),
    ({"status": ""}, "invalid_choice", "status"),
    ({"visibility": "everyone"}, "invalid_choice", "visibility"),
    ({"tags": "keys"}, "not_a_list", "tags"),
    ({"tags": ["a", "b", "c", "d", "e", "f"]}, "max_length", "tags"),
    ({"tags": [""]}, "blank", "tags.0"),
    ({"tags": ["keys", "\x07 "]}, "blank", "tags.1"),
    ({"tags": ["a" * 31]}, "max_length", "tags.0"),
    ({"tags": ["İ" * 16]}, "max_length", "tags.0"),
    ({"tags": ["salt, pepper"]}, "comma", "tags.0"),
    ({"tags": ["salt\uff0cpepper"]}, "comma", "tags.0"),
    ({"tags": [5]}, "invalid", "tags.0"),
    ({"tags": [None]}, "null", "tags.0"),
    ({"tags": ["\ud800"]}, "surrogate_characters_not_allowed", "tags.0"),
]


def test_it_rejects_invalid_values(as_alice: Browser) -> None:
    assert create(as_alice, CONTENT).status_code == 201
    for change, code, attr in INVALID:
        response = create(as_alice, {**CONTENT, **change})
        assert response.status_code == 400, (change, code)
        body = response.json()
        assert body["type"] == "validation_error"
        assert [(item["code"], item["attr"]) for item in body["errors"]] == [(code, attr)]
    assert Post.objects.count() == 1


def test_other_integrity_errors_are_500(as_alice: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """For example, a tag deleted at the same time."""

    def fail(names: object) -> None:
        raise IntegrityError("no such tag")

    monkeypatch.setattr(services, "get_or_create_tags", fail)
    assert create(as_alice, CONTENT).status_code == 500
    assert Post.objects.count() == 0


def test_it_reports_all_errors(as_alice: Browser) -> None:
    response = create(as_alice, {"title": "", "tags": ["a" * 31], "status": "x"})
    assert response.status_code == 400
    attrs = [item["attr"] for item in response.json()["errors"]]
    assert attrs == ["title", "body", "status", "tags.0"]


def test_body_is_kept_exactly(as_alice: Browser) -> None:
    for body in ["a" * 200_000, "é" * 100_000, "鍵" * 66_666, " \n", "\n a\n"]:
        response = create(as_alice, {**CONTENT, "body": body, "status": "draft"})
        assert response.status_code == 201
        assert response.json()["body"] == body


def test_newlines_are_normalised(as_alice: Browser) -> None:
    """Otherwise editing in a browser would change every line."""
    response = create(as_alice, {**CONTENT, "body": "\r\na\rb\nc\r\n"})
    assert response.status_code == 201
    assert response.json()["body"] == "\na\nb\nc\n"


def test_it_rejects_large_requests(as_alice: Browser) -> None:
    response = create(as_alice, {**CONTENT, "body": "a" * 3_000_000})
    assert response.status_code == 413
    assert response.json() == error("request_too_large", "The request is too large.")


def test_it_rejects_non_objects(as_alice: Browser) -> None:
    for content in ["", "[]", "null", '"x"', "5", "[[]]"]:
        assert create(as_alice, content).status_code == 400, content
    assert not Post.objects.exists()
