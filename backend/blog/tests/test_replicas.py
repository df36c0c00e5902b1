"""Read replicas: one that is behind on purpose, since nothing is ever copied to it."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.db.utils import OperationalError
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from blog.models import Post
from blog.tests.factories import change_post, make_post
from conftest import PASSWORD, Browser, Person, browser_of
from database import replicas

REPLICA = "replica-1"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", REPLICA])


@pytest.fixture(scope="module", autouse=True)
def a_replica(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A second database with the same tables, and with rows of its own."""
    primary = connections["default"]
    name = f"replica_{primary.settings_dict['NAME']}".replace("/", "_").replace(":", "_")
    name = name.partition("?")[0]
    test = {"NAME": None if primary.vendor == "sqlite" else f"test_{name}"[:60]}
    connections.settings[REPLICA] = {
        **{key: value for key, value in primary.settings_dict.items() if key != "TEST"},
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, **test},
    }
    with django_db_blocker.unblock():
        replica = connections[REPLICA]
        migrating = replicas.ReplicaRouter.allow_migrate
        # Replaced for as long as it takes: a replica is otherwise never migrated.
        replicas.ReplicaRouter.allow_migrate = lambda *args, **hints: None  # type: ignore[method-assign]
        created = replica.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        replicas.ReplicaRouter.allow_migrate = migrating  # type: ignore[method-assign]
        yield
        replica.creation.destroy_test_db(created, verbosity=0)
        replica.close()
    del connections.settings[REPLICA]
    del connections[REPLICA]


@pytest.fixture(autouse=True)
def in_use(settings: Settings, database: None) -> Iterator[None]:
    settings.REPLICAS = [REPLICA]
    yield
    # Django empties only what it migrates.
    User.objects.using(REPLICA).all().delete()


@pytest.fixture
def post(alice: User) -> Post:
    """A post that says on each database where it was read."""
    post = make_post(alice, "On the primary", status="published")
    behind = Post.objects.get(pk=post.pk)
    User.objects.using(REPLICA).bulk_create([User.objects.get(pk=alice.pk)])
    behind.title = "On the replica"
    Post.objects.using(REPLICA).bulk_create([behind])
    return post


def titles(browser: Browser) -> list[str]:
    return [post["title"] for post in browser.get("/api/posts/").json()["results"]]


def test_posts_are_read_from_the_replica(post: Post, alice: User) -> None:
    reader = browser_of(alice)
    assert titles(reader) == ["On the replica"]
    assert reader.get(f"/api/posts/{post.pk}/").json()["title"] == "On the replica"


def test_one_s_own_change_is_read_back(post: Post, alice: User, bob: User) -> None:
    writer, reader = browser_of(alice), browser_of(bob)
    response = writer.send(
        "PATCH", f"/api/posts/{post.pk}/", {"title": "Changed"}, headers={"If-Match": '"1"'}
    )
    assert response.status_code == 200
    assert response.json()["title"] == "Changed"
    assert titles(writer) == ["Changed"]
    assert titles(reader) == ["On the replica"]
    # Until the replica must have it, too.
    cookie = response.cookies[replicas.PRIMARY_COOKIE]
    assert cookie["max-age"] == 15
    assert cookie["httponly"]
    del writer.cookies[replicas.PRIMARY_COOKIE]
    assert titles(writer) == ["On the replica"]


def test_what_is_changed_is_what_is_on_the_primary(post: Post, alice: User) -> None:
    """Its version there, not the one that the replica still has."""
    change_post(Post.objects.get(pk=post.pk))
    writer = browser_of(alice)
    path, headers = f"/api/posts/{post.pk}/", {"If-Match": '"1"'}
    stale = writer.send("PATCH", path, {"title": "Changed"}, headers=headers)
    assert stale.status_code == 412
    assert stale.json()["current"]["version"] == 2
    assert Post.objects.using(REPLICA).get(pk=post.pk).version == 1


def test_a_log_out_is_not_undone_and_an_account_is_as_it_is(post: Post, alice: User) -> None:
    browser = browser_of(alice)
    key = browser.cookie("sessionid")
    User.objects.filter(pk=alice.pk).update(name="Renamed")
    assert browser.get("/api/account/").json()["name"] == "Renamed"
    assert browser.post_json("/api/logout/").status_code == 204
    late = Browser()
    late.cookies["sessionid"] = key
    assert late.get("/api/account/").status_code == 403
    assert late.get("/api/posts/").status_code == 403


def test_nobody_is_known_from_the_replica(post: Post, alice: User) -> None:
    """Its account has the password that was changed on the primary."""
    changed = User.objects.get(pk=alice.pk)
    changed.set_password("another-password")
    changed.save()
    browser = Browser()
    assert browser.log_in("alice@example.com", PASSWORD).status_code == 400
    assert browser.log_in("alice@example.com", "another-password").status_code == 200


def test_everything_is_written_to_the_primary(post: Post, alice: User) -> None:
    before = Post.objects.using(REPLICA).count()
    key = {"Idempotency-Key": "4e1a2c5e-3c5b-4a57-9d0c-6b8a5b1f0c11"}
    response = browser_of(alice).post_json(
        "/api/posts/", {"title": "New", "body": "New."}, headers=key
    )
    assert response.status_code == 201
    assert Post.objects.get(pk=response.json()["id"]).title == "New"
    assert Post.objects.using(REPLICA).count() == before


def test_a_transaction_and_what_is_no_request_read_the_primary(post: Post) -> None:
    assert Post.objects.get(pk=post.pk).title == "On the primary"
    chosen = replicas.current_replica.set(REPLICA)
    try:
        assert Post.objects.get(pk=post.pk).title == "On the replica"
        with transaction.atomic():
            assert Post.objects.get(pk=post.pk).title == "On the primary"
    finally:
        replicas.current_replica.reset(chosen)


def test_the_admin_reads_the_primary(post: Post, person: Person) -> None:
    staff = browser_of(person("staff@example.com", is_staff=True, is_superuser=True))
    page = staff.get("/admin/blog/post/").content.decode()
    assert "On the primary" in page
    assert "On the replica" not in page


def test_a_replica_that_is_away_is_done_without(
    post: Post, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def refuse() -> None:
        asked.append(REPLICA)
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(connections[REPLICA], "ensure_connection", refuse)
        reader = browser_of(alice)
        assert titles(reader) == titles(reader) == ["On the primary"]
        # It is left alone for a while.
        assert asked == [REPLICA]


def test_without_replicas_there_is_no_cookie(settings: Settings, alice: User) -> None:
    settings.REPLICAS = []
    response = Browser().log_in("alice@example.com")
    assert replicas.PRIMARY_COOKIE not in response.cookies


def test_only_the_posts_are_read_from_replicas() -> None:
    assert django_settings.REPLICATED_APPS == ["blog"]
    assert django_settings.DATABASE_ROUTERS == ["database.replicas.ReplicaRouter"]
