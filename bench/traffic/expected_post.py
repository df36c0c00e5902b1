"""Compare posts with the changes that the site acknowledged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class ExpectedPost:
    """The expected state of a post."""

    id: int
    # The last acknowledged text.
    acknowledged: str
    # None if unknown after a lost response.
    version: int | None
    # Later texts whose save got no response: each may be stored or not.
    unconfirmed: set[str] = field(default_factory=set)

    def acknowledge(self, text: str, version: int) -> None:
        """Record that the site acknowledged this text."""
        self.acknowledged, self.version = text, version
        self.unconfirmed.clear()

    def add_unconfirmed(self, text: str) -> None:
        """Record that the save of this text got no response."""
        self.unconfirmed.add(text)
        self.version = None

    def allows(self, found: str | None) -> bool:
        """Whether the post may have this text (None: no post) without a lost change."""
        return found == self.acknowledged or found in self.unconfirmed


def lost_posts(expected: Iterable[ExpectedPost], found: Mapping[int, str | None]) -> list[int]:
    """The posts that lost an acknowledged change. `found`: texts by id."""
    return [each.id for each in expected if not each.allows(found.get(each.id))]
