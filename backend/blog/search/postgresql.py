"""PostgreSQL's full-text search: word forms, "phrases", or and -not."""

import re

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import F, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left, Length, Replace, Right

from blog.models import PostQuerySet
from blog.search.highlights import MAX_SOURCE, Highlight, Segment, with_ellipses

CONFIGURATION = "english"
# Markers of matches: texts contain no control characters.
START, STOP, LESS_THAN = "\x02", "\x03", "\x04"
# How many characters to compare to find out whether a passage begins or ends the text.
COMPARED_LENGTH = 500

# A word or a "phrase"; a hyphen before it excludes it.
TERM = re.compile(r"""-?(?:"(?:[\w\s'’]|\b-\b)*"|\w[\w'’.]*(?:-\w[\w'’.]*)*)""")


def find(posts: PostQuerySet, text: str, ordering: str | None, limit: int) -> list[int]:
    """Return ids of at most `limit` posts; see `blog.search.find`."""
    query = parse_query(text)
    matches = posts.alias(search=search_column()).filter(search=query)
    if ordering is None:
        return rank(matches, query, limit)
    return list(matches.values_list("pk", flat=True)[:limit])


def rank(matches: PostQuerySet, query: SearchQuery, limit: int) -> list[int]:
    """Sort the newest matches by rank. To rank all would take longer the more there are."""
    rows = matches.annotate(rank=SearchRank(F("search"), query)).values_list("rank", "pk")[:limit]
    return [pk for _, pk in sorted(rows, key=lambda row: -row[0])]


def parse_query(text: str) -> SearchQuery:
    """Return a query of the terms only: PostgreSQL fails on too many signs without words."""
    terms = " ".join(TERM.findall(text))
    return SearchQuery(terms, config=CONFIGURATION, search_type="websearch")


def search_column() -> RawSQL:
    """Return the generated column of migration 0004, which is not a field of the model."""
    return RawSQL('"blog_post"."search"', [], output_field=SearchVectorField())


def highlights(posts: PostQuerySet, text: str) -> dict[int, Highlight]:
    """Return the highlight of each post by id."""
    headline = SearchHeadline(
        # The headline would drop what looks like a tag; in a text it is a word.
        Replace(Left("body_text", MAX_SOURCE), Value("<"), Value(LESS_THAN)),
        parse_query(text),
        config=CONFIGURATION,
        start_sel=START,
        stop_sel=STOP,
        max_words=35,
        min_words=20,
    )
    ends = (
        Left("body_text", COMPARED_LENGTH),
        Right("body_text", COMPARED_LENGTH),
        Length("body_text"),
    )
    rows = posts.order_by().values_list("pk", headline, *ends)
    return {
        pk: highlight(marked.replace(LESS_THAN, "<"), beginning, ending, length)
        for pk, marked, beginning, ending, length in rows
    }


def highlight(marked: str, beginning: str, ending: str, length: int) -> Highlight:
    """Add ellipses where PostgreSQL's headline does not reach the ends of the text."""
    segments = parse_headline(marked)
    shown = "".join(segment.text for segment in segments)
    before = not beginning.startswith(shown[:COMPARED_LENGTH])
    after = not ending.endswith(shown[-COMPARED_LENGTH:]) if before else len(shown) < length
    return with_ellipses(segments, before=before, after=after)


def parse_headline(marked: str) -> Highlight:
    before, *parts = marked.split(START)
    segments = [Segment(before, hit=False)]
    for part in parts:
        hit, _, rest = part.partition(STOP)
        segments += [Segment(hit, hit=True), Segment(rest, hit=False)]
    return [segment for segment in segments if segment.text]
