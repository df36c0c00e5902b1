"""What people have written, as far as they know, and what is found of it afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Written:
    """A post as its author knows it."""

    id: int
    # The text of the last change that was acknowledged.
    acknowledged: str
    # None when an answer got lost: the author has to look before the next change.
    version: int | None
    # Texts sent after that whose answers got lost: each may be there or not.
    uncertain: set[str] = field(default_factory=set)

    def acknowledge(self, text: str, version: int) -> None:
        """The site has said that this is what the post says now."""
        self.acknowledged, self.version = text, version
        self.uncertain.clear()

    def doubt(self, text: str) -> None:
        """This was sent, and no answer came."""
        self.uncertain.add(text)
        self.version = None

    def may_say(self, found: str | None) -> bool:
        """Whether nothing is lost when this is what the post says; None when it is gone."""
        return found == self.acknowledged or found in self.uncertain


def lost(written: Iterable[Written], found: Mapping[int, str | None]) -> list[int]:
    """The posts of which something is lost that had been acknowledged. `found` is by id."""
    return [each.id for each in written if not each.may_say(found.get(each.id))]
