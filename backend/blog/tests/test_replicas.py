"""Reading posts from a replica, which lags behind because nothing is copied to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.db.utils import OperationalError
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from blog.models import Post
from blog.tests.factories import change_post, make_post
from conftest import PASSWORD, Browser, CreateUser, browser_of
from database import replicas

REPLICA = "replica-1"
pytestmark = [
    pytest.mark.each_database,
    pytest.mark.django_db(transaction=True, databases=["default", REPLICA]),
]


@pytest.fixture(scope="module", autouse=True)
def replica(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of the migrated test database."""
    primary = connections["default"]
    name = str(primary.settings_dict["NAME"])
    test: dict[str, Any] = {"CHARSET": None, "COLLATION": None, "MIGRATE": False, "MIRROR": None}
    if primary.vendor == "sqlite":
        test["NAME"] = None
    else:
        test |= {"NAME": f"test_replica_{name}"[:60], "TEMPLATE": name}
    connections.settings[REPLICA] = {**primary.settings_dict, "TEST": test}
    with django_db_blocker.unblock():
        if primary.vendor == "postgresql":
            primary.close()  # nothing may be connected to a template
        copy = connections[REPLICA]
        created = copy.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        if primary.vendor == "sqlite":
            primary.connection.backup(copy.connection)
        yield
        copy.creation.destroy_test_db(created, verbosity=0)
        copy.close()
    del connections.settings[REPLICA]
    del connections[REPLICA]


@pytest.fixture(autouse=True)
def use_replica(settings: Settings, database: None) -> Iterator[None]:
    settings.REPLICAS = [REPLICA]
    yield
    # Django only deletes the rows of databases that it migrates.
    User.objects.using(REPLICA).all().delete()


@pytest.fixture
def post(alice: User) -> Post:
    """A post with the name of its database as title."""
    post = make_post(alice, "On the primary", status="published")
    behind = Post.objects.get(pk=post.pk)
    User.objects.using(REPLICA).bulk_create([User.objects.get(pk=alice.pk)])
    behind.title = "On the replica"
    Post.objects.using(REPLICA).bulk_create([behind])
    return post


def titles(browser: Browser) -> list[str]:
    return [post["title"] for post in browser.get("/api/posts/").json()["results"]]


def test_reads(post: Post, alice: User) -> None:
    reader = browser_of(alice)
    assert titles(reader) == ["On the replica"]
    assert reader.get(f"/api/posts/{post.pk}/").json()["title"] == "On the replica"


def test_own_changes(post: Post, alice: User, bob: User) -> None:
    """Their author reads them back from the primary for some seconds."""
    writer, reader = browser_of(alice), browser_of(bob)
    response = writer.send(
        "PATCH", f"/api/posts/{post.pk}/", {"title": "Changed"}, headers={"If-Match": '"1"'}
    )
    assert response.status_code == 200
    assert response.json()["title"] == "Changed"
    assert titles(writer) == ["Changed"]
    assert titles(reader) == ["On the replica"]
    cookie = response.cookies[replicas.PRIMARY_COOKIE]
    assert cookie["max-age"] == 15
    assert cookie["httponly"]
    del writer.cookies[replicas.PRIMARY_COOKIE]
    assert titles(writer) == ["On the replica"]


def test_version_conflict(post: Post, alice: User) -> None:
    """Versions are compared on the primary."""
    change_post(Post.objects.get(pk=post.pk))
    writer = browser_of(alice)
    path, headers = f"/api/posts/{post.pk}/", {"If-Match": '"1"'}
    stale = writer.send("PATCH", path, {"title": "Changed"}, headers=headers)
    assert stale.status_code == 412
    assert stale.json()["current"]["version"] == 2
    assert Post.objects.using(REPLICA).get(pk=post.pk).version == 1


def test_sessions_and_accounts(post: Post, alice: User) -> None:
    """They come from the primary: a log-out is effective at once."""
    browser = browser_of(alice)
    key = browser.cookie("sessionid")
    User.objects.filter(pk=alice.pk).update(name="Renamed")
    assert browser.get("/api/account/").json()["name"] == "Renamed"
    assert browser.post_json("/api/logout/").status_code == 204
    late = Browser()
    late.cookies["sessionid"] = key
    assert late.get("/api/account/").status_code == 403
    assert late.get("/api/posts/").status_code == 403


def test_passwords(post: Post, alice: User) -> None:
    """A changed password is effective at once."""
    changed = User.objects.get(pk=alice.pk)
    changed.set_password("another-password")
    changed.save()
    browser = Browser()
    assert browser.log_in("alice@example.com", PASSWORD).status_code == 400
    assert browser.log_in("alice@example.com", "another-password").status_code == 200


def test_writes(post: Post, alice: User) -> None:
    before = Post.objects.using(REPLICA).count()
    key = {"Idempotency-Key": "4e1a2c5e-3c5b-4a57-9d0c-6b8a5b1f0c11"}
    response = browser_of(alice).post_json(
        "/api/posts/", {"title": "New", "body": "New."}, headers=key
    )
    assert response.status_code == 201
    assert Post.objects.get(pk=response.json()["id"]).title == "New"
    assert Post.objects.using(REPLICA).count() == before


def test_outside_of_requests(post: Post) -> None:
    """The primary is read, and in transactions, too."""
    assert Post.objects.get(pk=post.pk).title == "On the primary"
    chosen = replicas.current_replica.set(REPLICA)
    try:
        assert Post.objects.get(pk=post.pk).title == "On the replica"
        with transaction.atomic():
            assert Post.objects.get(pk=post.pk).title == "On the primary"
    finally:
        replicas.current_replica.reset(chosen)


def test_admin(post: Post, create_user: CreateUser) -> None:
    staff = browser_of(create_user("staff@example.com", is_staff=True, is_superuser=True))
    page = staff.get("/admin/blog/post/").content.decode()
    assert "On the primary" in page
    assert "On the replica" not in page


def test_lost_replica(post: Post, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The primary is read, and the replica is skipped for a while."""
    attempts = []

    def refuse() -> None:
        attempts.append(REPLICA)
        raise OperationalError("down")

    with monkeypatch.context() as patch:
        patch.setattr(connections[REPLICA], "ensure_connection", refuse)
        reader = browser_of(alice)
        assert titles(reader) == titles(reader) == ["On the primary"]
        assert attempts == [REPLICA]


def test_no_cookie_without_replicas(settings: Settings, alice: User) -> None:
    settings.REPLICAS = []
    response = Browser().log_in("alice@example.com")
    assert replicas.PRIMARY_COOKIE not in response.cookies


def test_only_posts_are_replicated() -> None:
    assert django_settings.REPLICATED_APPS == ["blog"]
    assert django_settings.DATABASE_ROUTERS == ["database.replicas.ReplicaRouter"]
