"""What both ways of searching agree on."""

from typing import NamedTuple

# How many posts a search finds at most: the newest that fit.
MOST_FOUND = 200


class Segment(NamedTuple):
    text: str
    hit: bool


Passage = list[Segment]
