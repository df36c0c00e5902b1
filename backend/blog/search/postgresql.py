"""PostgreSQL's full-text search: words in all their forms, "phrases", or and -not."""

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
from blog.search.highlights import MAX_PASSAGE_SOURCE, MOST_FOUND, Passage, Segment, with_ellipses

CONFIGURATION = "english"
# Control characters: a post's text has none.
START, STOP, LESS_THAN = "\x02", "\x03", "\x04"
# By how many characters to tell whether a passage is the beginning or the end of its text.
COMPARED = 500


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
        # It would leave out what looks like a tag; here it is text like any other.
        Replace(Left("body_text", MAX_PASSAGE_SOURCE), Value("<"), Value(LESS_THAN)),
        query_of(text),
        config=CONFIGURATION,
        start_sel=START,
        stop_sel=STOP,
        max_words=35,
        min_words=20,
    )
    ends = Left("body_text", COMPARED), Right("body_text", COMPARED), Length("body_text")
    rows = posts.order_by().values_list("pk", headline, *ends)
    return {
        pk: passage(marked.replace(LESS_THAN, "<"), beginning, ending, length)
        for pk, marked, beginning, ending, length in rows
    }


def passage(marked: str, beginning: str, ending: str, length: int) -> Passage:
    """What PostgreSQL has marked, with ellipses where it does not reach the ends of the text."""
    found = segments(marked)
    shown = "".join(segment.text for segment in found)
    before = not beginning.startswith(shown[:COMPARED])
    after = not ending.endswith(shown[-COMPARED:]) if before else len(shown) < length
    return with_ellipses(found, before=before, after=after)


def segments(marked: str) -> Passage:
    before, *pieces = marked.split(START)
    found = [Segment(before, hit=False)]
    for piece in pieces:
        hit, _, rest = piece.partition(STOP)
        found += [Segment(hit, hit=True), Segment(rest, hit=False)]
    return [segment for segment in found if segment.text]
