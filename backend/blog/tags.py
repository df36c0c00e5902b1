"""What a tag is called, and by which address it is found."""

import hashlib
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from blog.text import one_line

NAME_LENGTH = 30
SLUG_LENGTH = 2 * NAME_LENGTH  # every hyphen of the name is two


def name_of(text: str) -> str:
    """The one spelling under which "Home  Lab" and "home lab" are the same tag."""
    return one_line(unicodedata.normalize("NFKC", one_line(text)).lower())


def no_comma(name: str) -> None:
    """Refuse what would come out of the editor, where commas part the tags, as several."""
    if "," in name:
        raise ValidationError("A tag has no comma. Give each tag on its own.", code="comma")


def slug_of(name: str) -> str:
    """An address of its own for every name: "home lab" is home-lab, "e-mail" is e--mail.

    Where that loses something, so that "c", "c#" and "c++" would be one, a hash of the name is
    added, after a character that no plain slug has.
    """
    slug = "--".join(slugify(part, allow_unicode=True) for part in name.split("-"))
    if "-".join(part.replace("-", " ") for part in slug.split("--")) == name:
        return slug
    return f"{slug[:NAME_LENGTH]}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
