"""What you write."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.base import ModelBase
from django.utils import timezone
from django.utils.text import slugify

from blog import markdown

if TYPE_CHECKING:
    from accounts.models import User

SLUG_LENGTH = 120
EXCERPT_LENGTH = 200


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> "PostQuerySet":
        """What is out, newest first. The id settles the order of posts of the same moment."""
        return self.filter(status=Post.Status.PUBLISHED).order_by("-published_at", "-id")

    def visible_to(self, user: "User | AnonymousUser") -> "PostQuerySet":
        """What a member may see: whatever is published, and one's own."""
        return self.filter(models.Q(status=Post.Status.PUBLISHED) | models.Q(author_id=user.pk))


class Post(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=SLUG_LENGTH,
        blank=True,
        db_index=False,
        help_text="Made from the title if empty.",
    )
    body = models.TextField(help_text="Markdown.")
    body_html = models.TextField(editable=False)
    excerpt = models.CharField(max_length=EXCERPT_LENGTH, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="The moment of publication if empty."
    )

    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            # The order of the list: a page is read off the index, without sorting.
            models.Index(fields=["status", "-published_at", "-id"], name="post_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="published_has_a_date",
            ),
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
        """Keep what follows from other fields in step with them."""
        self.body_html = markdown.render(self.body)
        self.excerpt = markdown.excerpt(self.body_html, EXCERPT_LENGTH)
        self.slug = self.slug or slugify(self.title)[:SLUG_LENGTH].rstrip("-") or "post"
        self.set_date()
        if update_fields is not None:
            derived = {"body_html", "excerpt", "slug", "published_at", "updated_at"}
            update_fields = derived.union(update_fields)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def clean(self) -> None:
        """Before a form checks the constraints."""
        self.set_date()

    def set_date(self) -> None:
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
