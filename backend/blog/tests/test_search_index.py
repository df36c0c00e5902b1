"""PostgreSQL searches by its full-text index"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.models import Post
from conftest import Browser


@pytest.mark.each_database
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite searches without an index")
@pytest.mark.parametrize("ordering", [{}, {"ordering": "published_at"}], ids=str)
@pytest.mark.parametrize("path", ["/api/posts/", "/api/posts/public/"])
def test_rare_words_use_the_index(
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
        # New entries are scanned row by row until the index is cleaned.
        cursor.execute("SELECT gin_clean_pending_list('post_search')")
        # With so few posts the planner would read them all.
        cursor.execute("ANALYZE blog_post")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        with CaptureQueriesContext(connection) as queries:
            found = as_bob.get(path, {"search": "lighthouse", **ordering}).json()
        [search] = [each["sql"] for each in queries if " @@ " in each["sql"]]
        cursor.execute(f"EXPLAIN {search}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert found["count"] == 3
    assert "Bitmap Index Scan on post_search" in plan
