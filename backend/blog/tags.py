"""What a tag is called, and by which address it is found."""

import hashlib
import unicodedata

from django.utils.text import slugify

from blog.text import one_line

NAME_LENGTH = 30
SLUG_LENGTH = NAME_LENGTH + 9


def name_of(text: str) -> str:
    """The one spelling under which "Home  Lab" and "home lab" are the same tag."""
    return one_line(unicodedata.normalize("NFKC", one_line(text)).lower())


def slug_of(name: str) -> str:
    """An address of its own for every name: "home lab" is home-lab.

    Where that loses something, so that "c", "c#" and "c++" would be one, a hash of the name is
    added, after a character that no plain slug has.
    """
    slug = slugify(name, allow_unicode=True)[:NAME_LENGTH]
    if slug.replace("-", " ") == name:
        return slug
    return f"{slug}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
