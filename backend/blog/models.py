"""What you write."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.base import ModelBase
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils import timezone
from django.utils.text import slugify

from blog import markdown
from blog.card_models import CardImage
from blog.normalize import one_line, with_line_feeds
from blog.tag_models import Tag, TaggedPost
from blog.tags import WrittenTag, unique_spellings

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["CardImage", "Post", "PostQuerySet", "Tag", "TaggedPost"]

TITLE_LENGTH = 200
SLUG_LENGTH = 120
SUMMARY_LENGTH = 300
# How long a deleted post can still be brought back.
RESTORABLE = timedelta(hours=1)


class PostQuerySet(models.QuerySet["Post"]):
    def kept(self) -> "PostQuerySet":
        """What has not been deleted."""
        return self.filter(deleted_at=None)

    def published(self) -> "PostQuerySet":
        """What is out, newest first. The id settles the order of posts of the same moment."""
        return self.kept().filter(status=Post.Status.PUBLISHED).order_by("-published_at", "-id")

    def public(self) -> "PostQuerySet":
        """What is out for everyone."""
        return self.published().filter(visibility=Post.Visibility.PUBLIC)

    def drafts_of(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What somebody is working on, last changed first."""
        drafts = self.kept().filter(author_id=user.pk, status=Post.Status.DRAFT)
        return drafts.order_by("-updated_at", "-id")

    def visible_to(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What one may see: members whatever is published, and their own."""
        if user.is_anonymous:
            return self.public()
        return self.kept().filter(
            models.Q(status=Post.Status.PUBLISHED) | models.Q(author_id=user.pk)
        )

    def restorable_by(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What one may see, and what one has deleted lately."""
        deleted = models.Q(author_id=user.pk, deleted_at__gt=timezone.now() - RESTORABLE)
        return self.filter(models.Q(pk__in=self.visible_to(user).values("pk")) | deleted)

    def beyond_restoring(self) -> "PostQuerySet":
        """What was deleted too long ago to be brought back."""
        return self.filter(deleted_at__lte=timezone.now() - RESTORABLE)

    def update(self, **values: Any) -> int:
        """Change all of these, and their places in the lists of tags."""
        if LISTED_BY.isdisjoint(values):
            return super().update(**values)
        with transaction.atomic():
            ids = list(self.values_list("pk", flat=True))
            changed = super().update(**values)
            for start in range(0, len(ids), BATCH):
                Post.objects.filter(pk__in=ids[start : start + BATCH]).list_under_tags()
        return changed

    def list_under_tags(self) -> None:
        """Put these posts where they belong in the lists of their tags, or nowhere."""
        with transaction.atomic():
            # One at a time: of two who change a post at once, the later sees what the other did.
            posts = list(self.select_for_update().order_by("pk").values_list("pk", flat=True))
            TaggedPost.objects.filter(post__in=posts).delete()
            published = Post.objects.published().filter(pk__in=posts, tags__isnull=False)
            rows = published.values_list("pk", "tags", "author", "published_at", "visibility")
            TaggedPost.objects.bulk_create(
                TaggedPost(
                    post_id=post,
                    tag_id=tag,
                    author_id=author,
                    published_at=cast(datetime, day),
                    is_public=visibility == Post.Visibility.PUBLIC,
                )
                for post, tag, author, day, visibility in rows
            )


KEPT = models.Q(deleted_at=None)
PUBLISHED = KEPT & models.Q(status="published")
PUBLIC = PUBLISHED & models.Q(visibility="public")
NEWEST_FIRST = ["-published_at", "-id"]
# What decides in which lists of tags a post stands, and where.
LISTED_BY = frozenset({"author", "author_id", "deleted_at", "published_at", "status", "visibility"})
BATCH = 2000


NOTHING_TO_READ = "A published post cannot be empty. Write something, or leave the post a draft."


def may_publish(status: str, body: str) -> bool:
    """Whether a post in this state may have this text: only a draft may be empty."""
    return status != Post.Status.PUBLISHED or one_line(body) != ""


class Post(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    class Visibility(models.TextChoices):
        MEMBERS = "members", "Members"
        PUBLIC = "public", "Everyone"

    title = models.CharField(max_length=TITLE_LENGTH)
    slug = models.SlugField(max_length=SLUG_LENGTH, db_index=False, editable=False)
    summary = models.CharField(
        max_length=SUMMARY_LENGTH, blank=True, help_text="Made from the text if empty."
    )
    body = models.TextField(blank=True, help_text="Markdown.")
    body_html = models.TextField(editable=False)
    body_text = models.TextField(editable=False, default="")
    excerpt = models.CharField(max_length=SUMMARY_LENGTH, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    visibility = models.CharField(max_length=7, choices=Visibility, default=Visibility.MEMBERS)
    # Only in this direction: what changes a post's tags must tell which post.
    tags = models.ManyToManyField(Tag, blank=True, related_name="+")
    # As the author writes them; which tags the post has is told by `tags` alone.
    tag_names = models.JSONField(default=list, db_default=[], editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    creation_key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="The moment of publication if empty."
    )
    deleted_at = models.DateTimeField(null=True, editable=False)

    # Made beforehand by whoever saves in a transaction: it takes too long for that.
    rendering: markdown.Rendering | None = None

    # To callers it is the query set; the stubs say "manager" and forget the methods.
    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        # One for each list there is: a page is read off it, without sorting, and its length is
        # counted in it, without looking at the posts.
        indexes = [
            models.Index(fields=NEWEST_FIRST, condition=PUBLISHED, name="post_list"),
            models.Index(fields=NEWEST_FIRST, condition=PUBLIC, name="post_public"),
            models.Index(fields=["author", *NEWEST_FIRST], condition=PUBLISHED, name="post_author"),
            models.Index(
                fields=["author", *NEWEST_FIRST], condition=PUBLIC, name="post_author_public"
            ),
            models.Index(
                fields=["author", "-updated_at", "-id"],
                condition=KEPT & models.Q(status="draft"),
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

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Keep what follows from other fields in step with them, and count the change."""
        self.derive()
        has_been_saved = not self._state.adding
        if has_been_saved:
            self.version += 1
        if update_fields is not None:
            update_fields = DERIVED.union(update_fields)
        with transaction.atomic():
            super().save(
                force_insert=force_insert,
                force_update=force_update,
                using=using,
                update_fields=update_fields,
            )
            if has_been_saved:
                Post.objects.filter(pk=self.pk).list_under_tags()

    def get_absolute_url(self) -> str:
        """The front end's page."""
        return f"/posts/{self.pk}/{self.slug}"

    @property
    def written_tags(self) -> list[WrittenTag]:
        """The tags in the author's order and spelling; after them any that staff have added."""
        tags = {tag.name: tag for tag in self.tags.all()}
        written = [
            WrittenTag(spelling, tag.slug)
            for spelling in self.tag_names
            if (tag := tags.pop(spelling.lower(), None))
        ]
        return written + [WrittenTag(tag.name, tag.slug) for tag in tags.values()]

    def set_tags(self, spellings: Iterable[str]) -> None:
        """Give it these tags, and no others, written like this."""
        self.tag_names = unique_spellings(spellings)
        Post.objects.filter(pk=self.pk).update(tag_names=self.tag_names)
        self.tags.set(Tag.named(self.tag_names))

    def clean(self) -> None:
        """Before a form checks the constraints."""
        self.set_date()
        if not may_publish(self.status, self.body):
            raise ValidationError({"body": NOTHING_TO_READ})

    def derive(self) -> None:
        self.title = one_line(self.title)
        self.summary = one_line(self.summary)
        self.body = with_line_feeds(self.body)
        slug = slugify(self.title)[:SLUG_LENGTH].rstrip("-") or "post"
        # At /posts/{id}/edit stands the editor.
        self.slug = "edit-post" if slug == "edit" else slug
        if self.rendering is None or self.rendering.source != self.body:
            self.rendering = markdown.rendering_of(self.body)
        self.body_html = self.rendering.html
        self.body_text = self.rendering.text
        self.excerpt = self.summary or self.rendering.beginning
        self.set_date()

    def set_date(self) -> None:
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    def put_away(self) -> None:
        """Delete it so that it can be brought back, and for good what can no longer be."""
        mine = Post.objects.filter(author_id=self.author_id)
        mine.beyond_restoring().delete()
        self.deleted_at = timezone.now()
        mine.filter(pk=self.pk).update(deleted_at=self.deleted_at)

    def bring_back(self) -> None:
        self.deleted_at = None
        Post.objects.filter(pk=self.pk).update(deleted_at=None)


DERIVED = frozenset(
    {
        *("title", "summary", "slug", "body_html", "body_text", "excerpt"),
        *("published_at", "updated_at", "version"),
    }
)


@receiver(m2m_changed, sender=Post.tags.through)
def list_under_tags(instance: Post, action: str, **signal: Any) -> None:
    if action.startswith("post_"):
        Post.objects.filter(pk=instance.pk).list_under_tags()
