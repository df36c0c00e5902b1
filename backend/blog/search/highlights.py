"""What both ways of searching agree on."""

from typing import NamedTuple

# How many posts a search finds at most: the newest that fit.
MOST_FOUND = 200
# Passages come from this many characters at the beginning of a text: a list of a hundred posts of
# 200 kB must not take seconds.
MAX_PASSAGE_SOURCE = 20_000


class Segment(NamedTuple):
    text: str
    hit: bool


Passage = list[Segment]


def with_ellipses(passage: Passage, *, before: bool, after: bool) -> Passage:
    """The passage with an ellipsis at each end at which the text goes on; an empty one stays so."""
    if not passage:
        return []
    found = list(passage)
    if before:
        found[:1] = _prefixed(found[0])
    if after:
        found[-1:] = _suffixed(found[-1])
    return found


def _prefixed(first: Segment) -> Passage:
    if first.hit:
        return [Segment("…", hit=False), first]
    return [Segment(f"…{first.text.lstrip()}", hit=False)]


def _suffixed(last: Segment) -> Passage:
    if last.hit:
        return [last, Segment("…", hit=False)]
    return [Segment(last.text.rstrip(" .,;:") + "…", hit=False)]
