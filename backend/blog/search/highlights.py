"""Highlights: a passage of a post as segments, of which some are matches."""

from typing import NamedTuple

# Only the beginning of a text is read: a list of a hundred posts of 200 kB must not take seconds.
MAX_SOURCE = 20_000  # characters


class Segment(NamedTuple):
    text: str
    hit: bool


Highlight = list[Segment]


def with_ellipses(highlight: Highlight, *, before: bool, after: bool) -> Highlight:
    """Add an ellipsis at each end at which the text continues; an empty highlight stays empty."""
    if not highlight:
        return []
    segments = list(highlight)
    if before:
        segments[:1] = _ellipsis_before(segments[0])
    if after:
        segments[-1:] = _ellipsis_after(segments[-1])
    return segments


def _ellipsis_before(first: Segment) -> Highlight:
    if first.hit:
        return [Segment("…", hit=False), first]
    return [Segment(f"…{first.text.lstrip()}", hit=False)]


def _ellipsis_after(last: Segment) -> Highlight:
    if last.hit:
        return [last, Segment("…", hit=False)]
    return [Segment(last.text.rstrip(" .,;:") + "…", hit=False)]
