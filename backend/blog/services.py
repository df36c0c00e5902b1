"""Functions that write posts and tags, for views, the admin and management commands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import normalize_newlines, slugify

from blog.markdown import RenderedMarkdown, render_markdown
from blog.models import MAX_POST_SLUG_LENGTH, Post, PostQuerySet, PostTagIndex, Tag
from blog.normalize import normalize_line, tag_name, unique_tags
from blog.tags import hashed_tag_slug, tag_slug

if TYPE_CHECKING:
    from accounts.models import User

# A subset of title, summary, body, status, visibility and tags, by name.
Content = Mapping[str, Any]


class KeyReusedError(Exception):
    """The author has used the idempotency key for a post with other content."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post


def create_post_once(
    author: "User", content: Content, rendered: RenderedMarkdown, key: UUID
) -> Post:
    """Create a post, or return the one that the author has created with this key and content.

    Raises KeyReusedError for other content. A deleted post does not count: it frees its key.
    """
    own = Post.objects.filter(author=author, creation_key=key)
    try:
        with transaction.atomic():
            own.filter(deleted_at__isnull=False).update(creation_key=None)
            return create_post(author, content, rendered, creation_key=key)
    except IntegrityError:
        existing = own.first()
        if existing is None:
            raise
    if content_of(existing) != content:
        raise KeyReusedError(existing)
    return existing


def create_post(
    author: "User", content: Content, rendered: RenderedMarkdown | None = None, **fields: Any
) -> Post:
    """Create a post; `fields` are other columns, such as published_at."""
    return update_post(Post(author=author, **fields), content, rendered)


def update_post(post: Post, content: Content, rendered: RenderedMarkdown | None = None) -> Post:
    """Change a post, which the caller has locked, and publish or unpublish it by its status.

    Pass `rendered` if a transaction is open: rendering takes up to a second.
    """
    values = dict(content)
    tags = values.pop("tags", None)
    for name, value in values.items():
        setattr(post, name, value)
    if tags is not None:
        post.tag_names = unique_tags(tags)
    _derive_fields(post, rendered)
    with transaction.atomic():
        post.save()
        if tags is not None:
            post.tags.set(get_or_create_tags(post.tag_names))
        reindex_tags(Post.objects.filter(pk=post.pk))
    return post


def save_post(post: Post, rendered: RenderedMarkdown | None = None) -> None:
    """Save a post from the admin's form, which saves and reindexes its tags later."""
    _derive_fields(post, rendered)
    post.save()


def _derive_fields(post: Post, rendered: RenderedMarkdown | None) -> None:
    """Normalise the fields, set those that derive from them, and count the version."""
    post.title = normalize_line(post.title)
    post.summary = normalize_line(post.summary)
    post.body = normalize_newlines(post.body)
    post.slug = post_slug(post.title)
    if rendered is None or rendered.source != post.body:
        rendered = render_markdown(post.body)
    post.body_html = rendered.html
    post.body_text = rendered.text
    post.excerpt = post.summary or rendered.excerpt
    post.set_published_at()
    if not post._state.adding:
        post.version += 1


def post_slug(title: str) -> str:
    """Return the slug of a title; "edit" is the editor's path."""
    slug = slugify(title)[:MAX_POST_SLUG_LENGTH].rstrip("-") or "post"
    return "edit-post" if slug == "edit" else slug


def content_of(post: Post) -> dict[str, Any]:
    """Return the content of a post as the API accepts it."""
    names = ("title", "summary", "body", "status", "visibility")
    tags = [tag.name for tag in post.display_tags]
    return {**{name: getattr(post, name) for name in names}, "tags": tags}


@transaction.atomic
def soft_delete(post: Post) -> None:
    """Delete a post so that it can be restored, and purge the author's earlier deletions."""
    own = Post.objects.filter(author_id=post.author_id)
    own.purgeable().delete()
    _set_deleted_at(post, timezone.now())


@transaction.atomic
def restore(post: Post) -> None:
    """Undo a deletion; the version stays."""
    _set_deleted_at(post, None)


def purge() -> int:
    """Delete for good the posts that can no longer be restored, and return their number."""
    _, deleted = Post.objects.purgeable().delete()
    return deleted.get("blog.Post", 0)


def _set_deleted_at(post: Post, moment: datetime | None) -> None:
    post.deleted_at = moment
    posts = Post.objects.filter(pk=post.pk)
    posts.update(deleted_at=moment)
    reindex_tags(posts)


@transaction.atomic
def reindex_tags(posts: PostQuerySet) -> None:
    """Write the rows of PostTagIndex for these posts anew."""
    # Locked in order: of two concurrent changes, the later one sees the other's.
    ids = list(posts.select_for_update().order_by("pk").values_list("pk", flat=True))
    PostTagIndex.objects.filter(post__in=ids).delete()
    published = Post.objects.published().filter(pk__in=ids, tags__isnull=False)
    rows = published.values_list("pk", "tags", "author", "published_at", "visibility")
    PostTagIndex.objects.bulk_create(
        PostTagIndex(
            post_id=post,
            tag_id=tag,
            author_id=author,
            published_at=cast(datetime, published_at),
            is_public=visibility == Post.Visibility.PUBLIC,
        )
        for post, tag, author, published_at, visibility in rows
    )


def get_or_create_tags(names: Iterable[str]) -> list[Tag]:
    """Return the tags of these names in any spelling, and create missing ones."""
    names = {tag_name(name) for name in names}
    found = list(Tag.objects.filter(name__in=names))
    # The readable slug of "home-lab" may belong to "home lab".
    for slug_of in (tag_slug, hashed_tag_slug):
        # Sorted, so that two requests that create the same tags do not deadlock.
        missing = sorted(names - {tag.name for tag in found})
        if missing:
            new = [Tag(name=name, slug=slug_of(name)) for name in missing]
            Tag.objects.bulk_create(new, ignore_conflicts=True)
            found += Tag.objects.filter(name__in=missing)
    return found


def refresh_tag_slugs(tags: "QuerySet[Any]") -> None:
    """Give tags their present slugs; earlier versions doubled every hyphen."""
    for tag in tags.filter(slug__contains="--"):
        slug = tag_slug(tag.name)
        if tags.filter(slug=slug).exists():
            slug = hashed_tag_slug(tag.name)
        tags.filter(pk=tag.pk).update(slug=slug)
