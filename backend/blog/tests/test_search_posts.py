"""?search= of GET /api/posts/ and GET /api/posts/public/, on each database"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from blog.markdown.complexity import MAX_BODY_BYTES
from blog.models import Post
from blog.search import fallback, postgresql
from blog.search.highlights import Segment
from blog.tests.factories import change_post, make_post
from conftest import Browser

pytestmark = pytest.mark.each_database

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
POSTS = [
    ("Harbour", "The *lighthouse* keeper sold his boat and bought a door."),
    ("Bread", "Rye, water and a **lighthouse** on the tin."),
    ("The lighthouse", "Nothing but stairs, `stairs` and [stairs](https://x.example/hidden)."),
    ("Keys", "# Brass\n\n```\nkey = brass.cut()\n```\n\n50% of it, 100_000 times; don’t ask."),
]


@pytest.fixture
def posts(alice: User) -> list[Post]:
    return [
        make_post(
            alice,
            title,
            body=body,
            status="published",
            visibility="public",
            published_at=NOON + timedelta(days=number),
        )
        for number, (title, body) in enumerate(POSTS)
    ]


def search(browser: Browser, words: str, url: str = "/api/posts/", **query: str) -> Any:
    response = browser.get(url, {"search": words, **query})
    assert response.status_code == 200
    return response.json()


def titles(body: Any) -> list[str]:
    return [post["title"] for post in body["results"]]


@pytest.mark.parametrize("url", ["/api/posts/", "/api/posts/public/"])
def test_every_word_occurs(as_charlie: Browser, posts: list[Post], url: str) -> None:
    for words, found in {
        "boat": ["Harbour"],
        "BOAT": ["Harbour"],
        "boat door": ["Harbour"],
        "door   boat": ["Harbour"],
        "boat rye": [],
        "keeper harbour": ["Harbour"],
        "bread tin": ["Bread"],
        "brass": ["Keys"],
        "zebra": [],
    }.items():
        assert titles(search(as_charlie, words, url)) == found, words


def test_best_match_comes_first(as_charlie: Browser, posts: list[Post]) -> None:
    assert titles(search(as_charlie, "lighthouse"))[0] == "The lighthouse"
    assert set(titles(search(as_charlie, "lighthouse"))) == {"The lighthouse", "Bread", "Harbour"}
    change_post(posts[0], title="The anchor")
    change_post(posts[1], body="An anchor, and another anchor.")
    assert titles(search(as_charlie, "anchor")) == ["The anchor", "Bread"]


def test_ordering(as_charlie: Browser, posts: list[Post]) -> None:
    newest = ["The lighthouse", "Bread", "Harbour"]
    assert titles(search(as_charlie, "lighthouse", ordering="-published_at")) == newest
    assert titles(search(as_charlie, "lighthouse", ordering="published_at")) == newest[::-1]


def test_highlights_mark_matches(as_charlie: Browser, posts: list[Post]) -> None:
    [post] = search(as_charlie, "boat")["results"]
    assert post["highlights"] == [
        {"text": "The lighthouse keeper sold his ", "hit": False},
        {"text": "boat", "hit": True},
        {"text": " and bought a door.", "hit": False},
    ]


def test_title_match_highlights_the_start(as_charlie: Browser, posts: list[Post]) -> None:
    [post] = search(as_charlie, "harbour")["results"]
    text = "The lighthouse keeper sold his boat and bought a door."
    assert post["highlights"] == [{"text": text, "hit": False}]


def test_link_addresses_are_not_searched(as_charlie: Browser, posts: list[Post]) -> None:
    assert titles(search(as_charlie, "stairs")) == ["The lighthouse"]
    assert titles(search(as_charlie, "hidden")) == []


def test_highlight_is_around_the_match(as_charlie: Browser, alice: User) -> None:
    body = " ".join(["before"] * 300 + ["needle"] + ["after"] * 300)
    make_post(alice, body=body, status="published")
    [post] = search(as_charlie, "needle")["results"]
    assert {"text": "needle", "hit": True} in post["highlights"]
    assert 50 < sum(len(segment["text"]) for segment in post["highlights"]) < 400


def test_html_in_highlights_is_text(as_charlie: Browser, alice: User) -> None:
    body = "needle `<img src=x onerror=alert(1)>` \x02needle\x03 &amp;lt; <b>needle</b>"
    make_post(alice, body=body, status="published")
    [post] = search(as_charlie, "needle")["results"]
    text = "".join(segment["text"] for segment in post["highlights"])
    assert text == "needle <img src=x onerror=alert(1)> needle &lt; <b>needle</b>"
    assert {segment["text"] for segment in post["highlights"] if segment["hit"]} == {"needle"}


FILLING = "filling " * 300


def test_ellipses_mark_omitted_text(as_charlie: Browser, alice: User) -> None:
    for body, before, after in [
        ("A needle.", False, False),
        ("Of `<b>` and `<i>`: a needle.", False, False),
        ("needle needle", False, False),
        (f"Needle, {FILLING}", False, True),
        (f"{FILLING} the needle is here, at its end.", True, False),
        (f"{FILLING} needle {FILLING}", True, True),
        (f"{FILLING} needle {FILLING}, {FILLING} needle {FILLING}", True, True),
    ]:
        post = make_post(alice, body=body, status="published")
        [row] = search(as_charlie, "needle")["results"]
        text = "".join(segment["text"] for segment in row["highlights"])
        assert (text[0] == "…", text[-1] == "…") == (before, after), body
        assert "…" not in text[1:-1]
        post.delete()


def test_long_postgresql_headlines() -> None:
    text = "a" * 900
    ends = text[:500], text[-500:]
    assert postgresql.highlight(text, *ends, 900) == [Segment(text, hit=False)]
    assert postgresql.highlight(text, *ends, 901) == [Segment(f"{text}…", hit=False)]
    assert postgresql.highlight(f"b{text}b", *ends, 950) == [Segment(f"…b{text}b…", hit=False)]


LONG = "a" * (MAX_BODY_BYTES // 2) + " needle" * 10_000


def test_long_posts_are_searched_quickly(as_charlie: Browser, alice: User) -> None:
    """Processor time on SQLite; PostgreSQL runs in another process."""
    on_postgresql = connection.vendor == "postgresql"
    clock, limit = (time.monotonic, 4) if on_postgresql else (time.thread_time, 1)
    text = {"body_text": LONG, "excerpt": "", "body_html": ""}
    state = {"status": "published", "published_at": NOON}
    Post.objects.bulk_create(Post(title="A", author=alice, **text, **state) for _ in range(100))
    for words in ("a" * 199 + "b", "a" * 19 + "b", "needle", "a " * 10, "a" * 150):
        start = clock()
        search(as_charlie, words, page_size="100")
        assert clock() - start < limit, words


def test_end_of_a_long_post_is_searched(as_charlie: Browser, alice: User) -> None:
    make_post(alice, title="Long", body="a word " * 10_000 + "needle", status="published")
    assert [post["title"] for post in search(as_charlie, "needle")["results"]] == ["Long"]


STRANGE_WORDS = [
    *("'", '"', '"boat', "boat &", "| !", "(boat", "boat:*", "\\", "%", "_", "a_b%", "<->"),
    *("-", "--", "!!!", "🙂", "鍵", "é", "boat\ttin", "\x01", "the", "the of and", "-boat"),
    *('"boat door"', "or", "boat or", "' OR 1=1 --", "\u202e", "a" * 200, "- " * 100),
    *('"' * 200, "((((" * 50),
]


def test_strange_words_are_searched(as_charlie: Browser, posts: list[Post]) -> None:
    for words in STRANGE_WORDS:
        assert isinstance(search(as_charlie, words)["count"], int), words


def test_there_are_no_wildcards(as_charlie: Browser, posts: list[Post]) -> None:
    for words in ["%", "_", "100?000"]:
        assert "The lighthouse" not in titles(search(as_charlie, words)), words


def test_empty_search_lists_all(as_charlie: Browser, posts: list[Post]) -> None:
    everything = as_charlie.get("/api/posts/").json() | {"next": None, "previous": None}
    for words in ["", "  "]:
        assert search(as_charlie, words) == everything


def test_results_are_capped(
    as_charlie: Browser, posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = search(as_charlie, "lighthouse")
    assert (body["count"], body["count_is_capped"]) == (3, False)
    monkeypatch.setattr("blog.search.MAX_RESULTS", 2)
    body = search(as_charlie, "lighthouse")
    assert (body["count"], body["count_is_capped"]) == (2, True)
    # The newest matches.
    assert set(titles(body)) == {"The lighthouse", "Bread"}


def test_results_are_paginated(as_charlie: Browser, posts: list[Post]) -> None:
    seen, url = [], "/api/posts/?search=lighthouse&page_size=1"
    while url:
        body = as_charlie.get(url).json()
        seen += titles(body)
        url = body["next"]
    assert sorted(seen) == ["Bread", "Harbour", "The lighthouse"]


def test_changed_posts_are_found(as_charlie: Browser, posts: list[Post]) -> None:
    change_post(posts[0], body="An anchor.")
    assert titles(search(as_charlie, "boat")) == []
    assert titles(search(as_charlie, "anchor")) == ["Harbour"]


def test_six_queries_at_any_page_size(
    as_charlie: Browser,
    posts: list[Post],
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.SESSION_ENGINE = "accounts.sessions.database_store"
    for size in ["1", "100"]:
        with django_assert_num_queries(6):  # session, user, ids, highlights, rows, tags
            search(as_charlie, "lighthouse", page_size=size)


POSTGRESQL_RESULTS = {
    "keepers": ["Harbour"],
    "selling": [],
    '"boat and bought"': ["Harbour"],
    '"bought boat"': [],
    "lighthouse -rye -stairs": ["Harbour"],
    "rye or boat": ["Bread", "Harbour"],
}


def test_word_forms_phrases_and_operators(as_charlie: Browser, posts: list[Post]) -> None:
    """The fallback takes each of them for a word."""
    for words, found in POSTGRESQL_RESULTS.items():
        results = sorted(titles(search(as_charlie, words)))
        if connection.vendor == "postgresql":
            assert results == found, words
        else:
            assert results == sorted(titles_with_all(fallback.words_of(words))), words


def titles_with_all(words: list[str]) -> list[str]:
    return [
        title
        for title, body in POSTS
        if all(word.lower() in f"{title} {body}".lower() for word in words)
    ]


@pytest.mark.parametrize(
    ("text", "words", "highlight"),
    [
        ("a key", ["key"], [("a ", False), ("key", True)]),
        ("key", ["key"], [("key", True)]),
        ("KEYS", ["key"], [("KEY", True), ("S", False)]),
        ("a", ["b"], [("a", False)]),
        ("", ["b"], []),
        ("1+1 (b", ["(b"], [("1+1 ", False), ("(b", True)]),
        (
            "before " * 99 + "key after",
            ["key"],
            [("…" + "before " * 8, False), ("key", True), (" after", False)],
        ),
        ("key " + "after " * 99, ["key"], [("key", True), (" " + "after " * 38 + "after…", False)]),
        ("a" * 999, ["b"], [("a" * 240 + "…", False)]),
    ],
)
def test_fallback_highlights(
    text: str, words: list[str], highlight: list[tuple[str, bool]]
) -> None:
    assert fallback.highlight(text, words) == [Segment(text, hit) for text, hit in highlight]
