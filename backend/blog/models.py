"""Posts, their tags, and what derives from them. Write them through `blog.services`."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelBase
from django.utils import timezone

from blog.normalize import normalize_line, tag_name
from blog.tags import (
    MAX_NAME_LENGTH,
    MAX_SLUG_LENGTH,
    DisplayTag,
    hashed_tag_slug,
    tag_slug,
    validate_no_comma,
)

if TYPE_CHECKING:
    from accounts.models import User

MAX_TITLE_LENGTH = 200
MAX_POST_SLUG_LENGTH = 120
MAX_SUMMARY_LENGTH = 300
# How long a deleted post can be restored.
RESTORE_WINDOW = timedelta(hours=1)

EMPTY_POST = "A published post cannot be empty. Write something, or leave the post a draft."

NOT_DELETED = models.Q(deleted_at=None)
PUBLISHED = NOT_DELETED & models.Q(status="published")
PUBLIC = PUBLISHED & models.Q(visibility="public")
NEWEST_FIRST = ["-published_at", "-id"]


class Tag(models.Model):
    """A topic of posts. `name` is lower case; a post's `tag_names` keep the author's spelling."""

    name = models.CharField(max_length=MAX_NAME_LENGTH, unique=True)
    slug = models.CharField(max_length=MAX_SLUG_LENGTH, unique=True, editable=False)

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
        """Normalise the name and derive a unique slug."""
        self.name = tag_name(self.name)
        validate_no_comma(self.name)
        self.slug = tag_slug(self.name)
        if Tag.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            self.slug = hashed_tag_slug(self.name)


class PostQuerySet(models.QuerySet["Post"]):
    """Decides, for every view, which posts a user may read."""

    def not_deleted(self) -> "PostQuerySet":
        return self.filter(NOT_DELETED)

    def published(self) -> "PostQuerySet":
        """Published posts, newest first; the id orders posts of the same moment."""
        return self.filter(PUBLISHED).order_by(*NEWEST_FIRST)

    def public(self) -> "PostQuerySet":
        """Published posts that need no account."""
        return self.published().filter(visibility=Post.Visibility.PUBLIC)

    def drafts_of(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """The user's drafts, last changed first."""
        drafts = self.not_deleted().filter(author_id=user.pk, status=Post.Status.DRAFT)
        return drafts.order_by("-updated_at", "-id")

    def visible_to(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """Public posts for visitors; published posts and their own drafts for members."""
        if user.is_anonymous:
            return self.public()
        return self.not_deleted().filter(
            models.Q(status=Post.Status.PUBLISHED) | models.Q(author_id=user.pk)
        )

    def restorable_by(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """Visible posts, and the user's own that were deleted within RESTORE_WINDOW."""
        deleted = models.Q(author_id=user.pk, deleted_at__gt=timezone.now() - RESTORE_WINDOW)
        return self.filter(models.Q(pk__in=self.visible_to(user).values("pk")) | deleted)

    def purgeable(self) -> "PostQuerySet":
        """Deleted posts that can no longer be restored."""
        return self.filter(deleted_at__lte=timezone.now() - RESTORE_WINDOW)


def may_publish(status: str, body: str) -> bool:
    """Return whether a post may have this status and body: only a draft may be empty."""
    return status != Post.Status.PUBLISHED or normalize_line(body) != ""


class Post(models.Model):
    """A post. `blog.services` derives the fields that are not editable from the others."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    class Visibility(models.TextChoices):
        MEMBERS = "members", "Members"
        PUBLIC = "public", "Everyone"

    title = models.CharField(max_length=MAX_TITLE_LENGTH)
    slug = models.SlugField(max_length=MAX_POST_SLUG_LENGTH, db_index=False, editable=False)
    summary = models.CharField(
        max_length=MAX_SUMMARY_LENGTH, blank=True, help_text="Made from the text if empty."
    )
    body = models.TextField(blank=True, help_text="Markdown.")
    body_html = models.TextField(editable=False)
    body_text = models.TextField(editable=False, default="")
    excerpt = models.CharField(max_length=MAX_SUMMARY_LENGTH, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    visibility = models.CharField(max_length=7, choices=Visibility, default=Visibility.MEMBERS)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+")
    # Spelling and order only; `tags` decides which tags the post has.
    tag_names = models.JSONField(default=list, db_default=[], editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    creation_key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="The moment of publication if empty."
    )
    deleted_at = models.DateTimeField(null=True, editable=False)

    # The type of a manager made from a query set; the stubs lose its methods.
    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        # One index per list: the database neither sorts nor reads posts to page and count them.
        indexes = [
            models.Index(fields=NEWEST_FIRST, condition=PUBLISHED, name="post_list"),
            models.Index(fields=NEWEST_FIRST, condition=PUBLIC, name="post_public"),
            models.Index(fields=["author", *NEWEST_FIRST], condition=PUBLISHED, name="post_author"),
            models.Index(
                fields=["author", *NEWEST_FIRST], condition=PUBLIC, name="post_author_public"
            ),
            models.Index(
                fields=["author", "-updated_at", "-id"],
                condition=NOT_DELETED & models.Q(status="draft"),
                name="post_drafts",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="published_has_a_date",
            ),
            models.UniqueConstraint(fields=["author", "creation_key"], name="created_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path of the front end's page."""
        return f"/posts/{self.pk}/{self.slug}"

    @property
    def display_tags(self) -> list[DisplayTag]:
        """Tags in the author's order and spelling, then those added in the admin."""
        tags = {tag.name: tag for tag in self.tags.all()}
        named = [
            DisplayTag(name, tag.slug)
            for name in self.tag_names
            if (tag := tags.pop(name.lower(), None))
        ]
        return named + [DisplayTag(tag.name, tag.slug) for tag in tags.values()]

    def clean(self) -> None:
        """Validate the admin's form; the constraint on published_at is checked after this."""
        self.set_published_at()
        if not may_publish(self.status, self.body):
            raise ValidationError({"body": EMPTY_POST})

    def set_published_at(self) -> None:
        """Date the first publication; later ones keep the date."""
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()


TAG_NEWEST_FIRST = ["-published_at", "-post"]
TAG_PUBLIC = models.Q(is_public=True)


class PostTagIndex(models.Model):
    """A published post under one of its tags, with the columns that a tag's list sorts by.

    An index cannot span two tables, so this table stands in for one over posts and tags.
    `services.reindex_tags` alone writes it.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tagged", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Deleting an author deletes the posts, and they delete these rows.
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
        db_table = "blog_taggedpost"
        indexes = [
            models.Index(fields=["tag", *TAG_NEWEST_FIRST], name="post_tag"),
            models.Index(
                fields=["tag", *TAG_NEWEST_FIRST], condition=TAG_PUBLIC, name="post_tag_public"
            ),
            models.Index(fields=["tag", "author", *TAG_NEWEST_FIRST], name="post_tag_author"),
            models.Index(
                fields=["tag", "author", *TAG_NEWEST_FIRST],
                condition=TAG_PUBLIC,
                name="post_tag_author_public",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["post", "tag"], name="tagged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post} under {self.tag}"


class OgImage(models.Model):
    """The Open Graph image of a post, drawn on the first request for this title and author."""

    # Without a constraint: during a rolling update, older code deletes posts but not images.
    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    digest = models.CharField(max_length=64)  # of what it shows: og_image.digest
    png = models.BinaryField()

    class Meta:
        db_table = "blog_cardimage"

    def __str__(self) -> str:
        return f"Open Graph image of post {self.post_id}"
