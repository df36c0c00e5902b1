"""For databases without a full-text search that we use: every word occurs, anywhere."""

import re

from django.db.models import Case, Q, Value, When

from blog.models import PostQuerySet
from blog.search.passages import MOST_FOUND, Passage, Segment, with_ellipses

MOST_WORDS = 10
PASSAGE_LENGTH = 240


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)[:MOST_WORDS]


def find(posts: PostQuerySet, text: str, ordering: str | None) -> list[int]:
    words = words_of(text)
    if not words:
        return []
    in_title = Q()
    for word in words:
        posts = posts.filter(Q(title__icontains=word) | Q(body_text__icontains=word))
        in_title &= Q(title__icontains=word)
    if ordering is None:
        relevance = Case(When(in_title, then=Value(0)), default=Value(1))
        posts = posts.order_by(relevance, "-published_at", "-id")
    return list(posts.values_list("pk", flat=True)[: MOST_FOUND + 1])


def highlights(posts: PostQuerySet, text: str) -> dict[int, Passage]:
    words = words_of(text)
    return {pk: passage(body, words) for pk, body in posts.values_list("pk", "body_text")}


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
