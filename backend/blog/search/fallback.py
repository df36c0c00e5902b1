"""Search without full-text search: every word occurs somewhere in the title or the text."""

import re
import string

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from blog.models import PostQuerySet
from blog.search.highlights import MAX_SOURCE, Highlight, Segment, with_ellipses

MAX_WORDS = 10
# A long word that nearly matches, compared at each letter of a text, takes seconds.
MAX_WORD_LENGTH = 20
HIGHLIGHT_LENGTH = 240
ASCII_LOWER = {ord(letter): letter.lower() for letter in string.ascii_uppercase}


def find(posts: PostQuerySet, text: str, ordering: str | None, limit: int) -> list[int]:
    """Return ids of at most `limit` posts; see `blog.search.find`."""
    words = [ascii_lower(word) for word in words_of(text)]
    if not words:
        return []
    matches = posts.alias(title_lower=Lower("title"), body_lower=Lower("body_text"))
    in_title = Q()
    for word in words:
        title = GreaterThan(StrIndex("title_lower", Value(word)), 0)
        body = GreaterThan(StrIndex("body_lower", Value(word)), 0)
        matches = matches.filter(Q(title) | Q(body))
        in_title &= Q(title)
    if ordering is None:
        matches = rank(matches, in_title)
    return list(matches.values_list("pk", flat=True)[:limit])


def rank(matches: PostQuerySet, in_title: Q) -> PostQuerySet:
    """Put posts with all words in the title first, then the newest."""
    relevance = Case(When(in_title, then=Value(0)), default=Value(1))
    return matches.order_by(relevance, "-published_at", "-id")


def words_of(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in re.findall(r"\w+", text)[:MAX_WORDS]]


def ascii_lower(word: str) -> str:
    """Return the word in SQLite's lower case, which leaves non-ASCII letters alone."""
    return word.translate(ASCII_LOWER)


def highlights(posts: PostQuerySet, text: str) -> dict[int, Highlight]:
    """Return the highlight of each post by id."""
    words = words_of(text)
    bodies = posts.annotate(start=Left("body_text", MAX_SOURCE)).values_list("pk", "start")
    return {pk: highlight(body, words) for pk, body in bodies}


def highlight(text: str, words: list[str]) -> Highlight:
    """Cut the passage around the first match, and mark every match in it."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, first.start() - HIGHLIGHT_LENGTH // 4) if first else 0
    if start:
        start = text.find(" ", start) + 1
    passage = text[start : start + HIGHLIGHT_LENGTH]
    if len(text) > start + HIGHLIGHT_LENGTH and " " in passage:
        passage = passage.rsplit(" ", 1)[0]
    segments, end = [], 0
    for match in pattern.finditer(passage):
        before, hit = passage[end : match.start()], match.group()
        segments += [Segment(before, hit=False), Segment(hit, hit=True)]
        end = match.end()
    segments.append(Segment(passage[end:], hit=False))
    shown = [segment for segment in segments if segment.text]
    return with_ellipses(shown, before=start > 0, after=start + len(passage) < len(text))
