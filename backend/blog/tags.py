"""How a tag is written, which tag that is, and by which address it is found."""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from blog.normalize import one_line

NAME_LENGTH = 30
SLUG_LENGTH = 2 * NAME_LENGTH  # with room for a hash


class WrittenTag(NamedTuple):
    """A tag as the author of a post has written it."""

    name: str
    slug: str


def spelling_of(text: str) -> str:
    """The tag as its author writes it, without what cannot be seen: "Home  Lab" is "Home Lab"."""
    return one_line(unicodedata.normalize("NFKC", one_line(text)))


def name_of(text: str) -> str:
    """The name that all spellings of a tag share: "Home Lab" and "home lab" are the same tag."""
    return spelling_of(text).lower()


def unique_spellings(spellings: Iterable[str]) -> list[str]:
    """Each tag once, in its first spelling, in the order given."""
    first: dict[str, str] = {}
    for spelling in spellings:
        first.setdefault(name_of(spelling), spelling_of(spelling))
    return list(first.values())


def no_comma(name: str) -> None:
    """Refuse what would come out of the editor, where commas part the tags, as several."""
    if "," in name:
        raise ValidationError("A tag has no comma. Give each tag on its own.", code="comma")


def name_fits(spelling: str) -> None:
    """Refuse a tag whose name is too long: small letters can be more characters than capitals."""
    if len(name_of(spelling)) > NAME_LENGTH:
        message = f"A tag has at most {NAME_LENGTH} characters, counted in small letters."
        raise ValidationError(message, code="max_length")


def slug_of(name: str) -> str:
    """An address that is easily read: "home lab" is home-lab, "self-hosting" is self-hosting.

    Where that loses more than the difference between a space and a hyphen, so that "c", "c#" and
    "c++" would be one, it has a hash.
    """
    slug = slugify(name, allow_unicode=True)
    return slug if slug.replace("-", " ") == name.replace("-", " ") else slug_with_hash(name)


def slug_with_hash(name: str) -> str:
    """An address that no other name has. The "~" is in no plain slug."""
    slug = slugify(name, allow_unicode=True)[:NAME_LENGTH]
    return f"{slug}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
