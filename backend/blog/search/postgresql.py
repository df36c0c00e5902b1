"""PostgreSQL's full-text search: words in all their forms, "phrases", or and -not."""

import re

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import F
from django.db.models.expressions import RawSQL

from blog.models import PostQuerySet
from blog.search.passages import MOST_FOUND, Passage, Segment

CONFIGURATION = "english"
# Control characters: a post's text has none.
START, STOP = "\x02", "\x03"


# A word, or a "phrase", either with a -hyphen before it if it must not occur.
TERM = re.compile(r"""-?(?:"(?:[\w\s'’]|\b-\b)*"|\w[\w'’.]*(?:-\w[\w'’.]*)*)""")


def query_of(text: str) -> SearchQuery:
    """What is meant by the text. PostgreSQL gives up on too many signs without words."""
    terms = " ".join(TERM.findall(text))
    return SearchQuery(terms, config=CONFIGURATION, search_type="websearch")


def column() -> RawSQL:
    """The column that migration 0004 adds, of which Django knows nothing."""
    return RawSQL('"blog_post"."search"', [], output_field=SearchVectorField())


def find(posts: PostQuerySet, text: str, ordering: str | None) -> list[int]:
    query = query_of(text)
    posts = posts.alias(search=column()).filter(search=query)
    if ordering is not None:
        return list(posts.values_list("pk", flat=True)[: MOST_FOUND + 1])
    # To rank all that fit would take as long as there are many.
    newest = posts.annotate(rank=SearchRank(F("search"), query))[: MOST_FOUND + 1]
    rows = newest.values_list("rank", "pk")
    return [pk for _, pk in sorted(rows, key=lambda row: -row[0])]


def highlights(posts: PostQuerySet, text: str) -> dict[int, Passage]:
    headline = SearchHeadline(
        "body_text",
        query_of(text),
        config=CONFIGURATION,
        start_sel=START,
        stop_sel=STOP,
        max_words=35,
        min_words=20,
    )
    return {
        pk: segments(marked)
        for pk, marked in posts.order_by().annotate(marked=headline).values_list("pk", "marked")
    }


def segments(marked: str) -> Passage:
    before, *pieces = marked.split(START)
    found = [Segment(before, hit=False)]
    for piece in pieces:
        hit, _, rest = piece.partition(STOP)
        found += [Segment(hit, hit=True), Segment(rest, hit=False)]
    return [segment for segment in found if segment.text]
