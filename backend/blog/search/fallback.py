"""For databases without a full-text search that we use: every word occurs, anywhere."""

import re
import string

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from blog.models import PostQuerySet
from blog.search.highlights import MAX_PASSAGE_SOURCE, MOST_FOUND, Passage, Segment, with_ellipses

MOST_WORDS = 10
# A word is compared at each letter of a text: a long one that nearly occurs takes seconds.
MAX_WORD_LENGTH = 20
PASSAGE_LENGTH = 240
ASCII_LOWER = {ord(letter): letter.lower() for letter in string.ascii_uppercase}


def words_of(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in re.findall(r"\w+", text)[:MOST_WORDS]]


def ascii_lower(word: str) -> str:
    """As SQLite does it, which leaves all other letters as they are."""
    return word.translate(ASCII_LOWER)


def find(posts: PostQuerySet, text: str, ordering: str | None) -> list[int]:
    words = [ascii_lower(word) for word in words_of(text)]
    if not words:
        return []
    posts = posts.alias(title_lower=Lower("title"), body_lower=Lower("body_text"))
    in_title = Q()
    for word in words:
        title = GreaterThan(StrIndex("title_lower", Value(word)), 0)
        body = GreaterThan(StrIndex("body_lower", Value(word)), 0)
        posts = posts.filter(Q(title) | Q(body))
        in_title &= Q(title)
    if ordering is None:
        relevance = Case(When(in_title, then=Value(0)), default=Value(1))
        posts = posts.order_by(relevance, "-published_at", "-id")
    return list(posts.values_list("pk", flat=True)[: MOST_FOUND + 1])


def highlights(posts: PostQuerySet, text: str) -> dict[int, Passage]:
    words = words_of(text)
    bodies = posts.annotate(begun=Left("body_text", MAX_PASSAGE_SOURCE)).values_list("pk", "begun")
    return {pk: passage(body, words) for pk, body in bodies}


def passage(text: str, words: list[str]) -> Passage:
    """What stands around the first of the words, each one marked."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, first.start() - PASSAGE_LENGTH // 4) if first else 0
    if start:
        start = text.find(" ", start) + 1
    cut = text[start : start + PASSAGE_LENGTH]
    if len(text) > start + PASSAGE_LENGTH and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    segments, end = [], 0
    for hit in pattern.finditer(cut):
        segments += [Segment(cut[end : hit.start()], hit=False), Segment(hit.group(), hit=True)]
        end = hit.end()
    segments.append(Segment(cut[end:], hit=False))
    found = [segment for segment in segments if segment.text]
    return with_ellipses(found, before=start > 0, after=start + len(cut) < len(text))
