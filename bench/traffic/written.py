"""Compare posts with the changes that the site acknowledged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Written:
    """A post as its author knows it."""

    id: int
    # The last acknowledged text.
    acknowledged: str
    # None after a lost response: read the version before the next change.
    version: int | None
    # Later texts without a response: each may be saved or not.
    uncertain: set[str] = field(default_factory=set)

    def acknowledge(self, text: str, version: int) -> None:
        """The site acknowledged this text."""
        self.acknowledged, self.version = text, version
        self.uncertain.clear()

    def doubt(self, text: str) -> None:
        """This text was sent and got no response."""
        self.uncertain.add(text)
        self.version = None

    def may_say(self, found: str | None) -> bool:
        """Whether this text (None: no post) lost no acknowledged change."""
        return found == self.acknowledged or found in self.uncertain


def lost(written: Iterable[Written], found: Mapping[int, str | None]) -> list[int]:
    """The posts that lost an acknowledged change. `found`: texts by id."""
    return [each.id for each in written if not each.may_say(found.get(each.id))]
