"""The slugs of the tags that are there already."""

from typing import Any

from django.db.models import QuerySet

from blog.tags import slug_of, slug_with_hash


def renew_slugs(tags: "QuerySet[Any]") -> None:
    """Give all tags the slugs of today: before, every hyphen of a name was two."""
    for tag in tags.filter(slug__contains="--"):
        slug = slug_of(tag.name)
        if tags.filter(slug=slug).exists():
            slug = slug_with_hash(tag.name)
        tags.filter(pk=tag.pk).update(slug=slug)
