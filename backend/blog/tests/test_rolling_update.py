"""A rolling update: for a while the code of before works on the database of after."""

import uuid

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from blog.models import Post
from conftest import Browser, browser_of
from database.tests.test_migrations import lint, required_columns

TABLES = [User._meta.db_table, Post._meta.db_table, "blog_tag", "django_session"]
NULLABLE = "ALTER TABLE {table} ADD COLUMN later varchar(10) NULL"
WITH_DEFAULT = "ALTER TABLE {table} ADD COLUMN later integer DEFAULT 0 NOT NULL"
# SQLite adds no column without a default; one that is refused comes to the same.
REFUSED = "ALTER TABLE {table} ADD COLUMN later integer DEFAULT 0 NOT NULL CHECK (later = 1)"
INDEX = "CREATE INDEX later_{table} ON {table} ({column})"
NEW_TABLE = "CREATE TABLE later_{table} (id integer PRIMARY KEY, kept varchar(10))"


def alter(statement: str) -> None:
    """What such a migration does, to every table there is."""
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = connection.introspection.get_primary_key_columns(cursor, table)
            assert columns
            cursor.execute(statement.format(table=table, column=columns[0]))


def use_everything() -> None:
    """Log in, write, read, change, delete and log out, with the code as it is."""
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
def test_what_a_migration_may_add_is_overlooked(statement: str) -> None:
    alter(statement)
    use_everything()


def test_what_it_may_not_add_is_noticed() -> None:
    """A column that the code of before knows nothing of, and has to fill."""
    alter(REFUSED)
    with pytest.raises(IntegrityError):
        use_everything()


@pytest.mark.django_db(transaction=True)  # SQLite describes no migration in one
@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="there the posts' migrations rename and drop nothing"
)
def test_the_linter_would_find_one() -> None:
    assert lint([]).has_errors


def test_a_column_to_fill_would_be_found() -> None:
    assert "0002_publishing: summary" in required_columns([])
