"""Names and slugs of tags."""

import hashlib
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from blog.normalize import tag_name

MAX_NAME_LENGTH = 30
MAX_SLUG_LENGTH = 2 * MAX_NAME_LENGTH  # with room for a hash


class DisplayTag(NamedTuple):
    """A tag in the spelling of a post's author."""

    name: str
    slug: str


def validate_no_comma(name: str) -> None:
    """Refuse commas: the editor separates tags by them."""
    if "," in name:
        raise ValidationError("A tag has no comma. Give each tag on its own.", code="comma")


def validate_length(display_name: str) -> None:
    """Refuse a name that is too long in lower case, which can take more characters."""
    if len(tag_name(display_name)) > MAX_NAME_LENGTH:
        message = f"A tag has at most {MAX_NAME_LENGTH} characters, counted in small letters."
        raise ValidationError(message, code="max_length")


def tag_slug(name: str) -> str:
    """Return a readable slug: "home lab" becomes home-lab, "self-hosting" stays.

    Names that differ in more than spaces and hyphens, such as "c", "c#" and "c++", get a hash.
    """
    slug = slugify(name, allow_unicode=True)
    return slug if slug.replace("-", " ") == name.replace("-", " ") else hashed_tag_slug(name)


def hashed_tag_slug(name: str) -> str:
    """Return a slug that is unique to the name; a readable slug contains no "~"."""
    slug = slugify(name, allow_unicode=True)[:MAX_NAME_LENGTH]
    return f"{slug}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
