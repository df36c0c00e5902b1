"""A search on PostgreSQL reads the index of words, not every post."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.models import Post
from conftest import Browser


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite searches without an index")
@pytest.mark.parametrize("ordering", [{}, {"ordering": "published_at"}], ids=str)
@pytest.mark.parametrize("path", ["/api/posts/", "/api/posts/public/"])
def test_a_rare_word_is_looked_up_in_the_index_of_words(
    as_bob: Browser, alice: User, path: str, ordering: dict[str, str]
) -> None:
    Post.objects.bulk_create(
        Post(
            title=f"Post {number}",
            body_text="lighthouse" if number % 1000 == 0 else "harbour",
            author=alice,
            status="published",
            visibility="public",
            published_at=alice.date_joined,
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        # Until somebody tidies the index, what is new in it is looked through row by row.
        cursor.execute("SELECT gin_clean_pending_list('post_search')")
        # Among so few it would rightly read them all, in the order of the list.
        cursor.execute("ANALYZE blog_post")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        with CaptureQueriesContext(connection) as asked:
            found = as_bob.get(path, {"search": "lighthouse", **ordering}).json()
        [search] = [each["sql"] for each in asked if " @@ " in each["sql"]]
        cursor.execute(f"EXPLAIN {search}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert found["count"] == 3
    assert "Bitmap Index Scan on post_search" in plan
