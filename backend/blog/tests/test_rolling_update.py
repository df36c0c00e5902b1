"""Rolling updates: older code works on a newer database"""

import uuid

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from blog.models import Post
from conftest import Browser, browser_of
from database.tests.test_migrations import lint, required_columns

pytestmark = pytest.mark.each_database

TABLES = [User._meta.db_table, Post._meta.db_table, "blog_tag", "django_session"]
NULLABLE = "ALTER TABLE {table} ADD COLUMN later varchar(10) NULL"
WITH_DEFAULT = "ALTER TABLE {table} ADD COLUMN later integer DEFAULT 0 NOT NULL"
# SQLite requires a default; a check that refuses it has the same effect.
REFUSED = "ALTER TABLE {table} ADD COLUMN later integer DEFAULT 0 NOT NULL CHECK (later = 1)"
INDEX = "CREATE INDEX later_{table} ON {table} ({column})"
NEW_TABLE = "CREATE TABLE later_{table} (id integer PRIMARY KEY, kept varchar(10))"


def alter(statement: str) -> None:
    """Apply a migration's statement to every table."""
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = connection.introspection.get_primary_key_columns(cursor, table)
            assert columns
            cursor.execute(statement.format(table=table, column=columns[0]))


def use_everything() -> None:
    """Log in, create, read, change, delete and log out."""
    email = f"{uuid.uuid4().hex}@example.com"
    author = User.objects.create_user(email, "correct-horse-battery", name="Dora")
    browser = Browser()
    assert browser.log_in(email).status_code == 200
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    post = {"title": "A", "body": "a", "tags": ["new"], "status": "published"}
    response = browser.post_json("/api/posts/", post, headers=headers)
    assert response.status_code == 201
    path = f"/api/posts/{response.json()['id']}/"
    assert browser.get("/api/posts/").json()["count"] == 1
    etag = {"If-Match": browser.get(path).headers["ETag"]}
    response = browser.send("PATCH", path, {"title": "B"}, headers=etag)
    assert response.json()["title"] == "B"
    etag = {"If-Match": response.headers["ETag"]}
    assert browser.send("DELETE", path, "", headers=etag).status_code == 204
    assert browser_of(author).get("/api/account/").status_code == 200
    assert browser.post_json("/api/logout/").status_code == 204


@pytest.mark.parametrize("statement", [NULLABLE, WITH_DEFAULT, INDEX, NEW_TABLE])
def test_compatible_changes(statement: str) -> None:
    alter(statement)
    use_everything()


def test_incompatible_changes_are_detected() -> None:
    """A column that older code does not fill."""
    alter(REFUSED)
    with pytest.raises(IntegrityError):
        use_everything()


@pytest.mark.django_db(transaction=True)  # SQLite describes no migration in one
@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="there the posts' migrations rename and drop nothing"
)
def test_linter_detects_dropped_columns() -> None:
    assert lint([]).has_errors


def test_required_columns_are_detected() -> None:
    assert "0002_publishing: summary" in required_columns([])
