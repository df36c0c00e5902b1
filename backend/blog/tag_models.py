"""Tags, and the order of the posts of each."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.base import ModelBase

from blog import tags


class Tag(models.Model):
    """A word for what posts are about. It comes into being with the first post that has it."""

    name = models.CharField(max_length=tags.NAME_LENGTH, unique=True)
    slug = models.CharField(max_length=tags.SLUG_LENGTH, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        self.clean()
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def clean(self) -> None:
        self.name = tags.name_of(self.name)
        tags.no_comma(self.name)
        self.slug = tags.slug_of(self.name)
        if Tag.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            self.slug = tags.slug_with_hash(self.name)

    @staticmethod
    def named(spellings: Iterable[str]) -> list["Tag"]:
        """The tags that are written like this, made if they are new."""
        names = {tags.name_of(spelling) for spelling in spellings}
        found = list(Tag.objects.filter(name__in=names))
        # The plain slug of "home-lab" may be that of "home lab" already.
        for slug_of in (tags.slug_of, tags.slug_with_hash):
            # In one order, so that two who make the same tags at once do not wait for each other.
            missing = sorted(names - {tag.name for tag in found})
            if missing:
                new = [Tag(name=name, slug=slug_of(name)) for name in missing]
                Tag.objects.bulk_create(new, ignore_conflicts=True)
                found += Tag.objects.filter(name__in=missing)
        return found


NEWEST_FIRST = ["-published_at", "-post"]
PUBLIC = models.Q(is_public=True)


class TaggedPost(models.Model):
    """A published post under one of its tags, with all that a tag's list goes by.

    It is an index over two tables, the posts and their tags: no database has such a thing, and
    without it a tag's newest posts would have to be looked for. Only
    `PostQuerySet.list_under_tags` writes here.
    """

    post = models.ForeignKey(
        "blog.Post", on_delete=models.CASCADE, related_name="tagged", db_index=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Whoever deletes an author deletes the posts, and those take this along.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    published_at = models.DateTimeField()
    is_public = models.BooleanField()

    class Meta:
        # As for the posts: one for each list there is.
        indexes = [
            models.Index(fields=["tag", *NEWEST_FIRST], name="post_tag"),
            models.Index(fields=["tag", *NEWEST_FIRST], condition=PUBLIC, name="post_tag_public"),
            models.Index(fields=["tag", "author", *NEWEST_FIRST], name="post_tag_author"),
            models.Index(
                fields=["tag", "author", *NEWEST_FIRST],
                condition=PUBLIC,
                name="post_tag_author_public",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["post", "tag"], name="tagged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post} under {self.tag}"
