"""Input and output of the posts' endpoints. Docstrings and help texts appear in the schema."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from api.fields import IdField, TextField
from api.schema import ErrorSerializer
from blog.fields import BodyField, LineField, TagNameField
from blog.markdown.complexity import MAX_BODY_BYTES
from blog.models import (
    EMPTY_POST,
    MAX_SUMMARY_LENGTH,
    MAX_TITLE_LENGTH,
    Post,
    Tag,
    may_publish,
)
from blog.normalize import unique_tags
from blog.search.highlights import Highlight
from blog.tags import MAX_SLUG_LENGTH

MAX_TAGS = 5
TAGS_HELP = "Order and spelling are kept. Tags that differ in case only are the same."


class AuthorSerializer(serializers.ModelSerializer[User]):
    """An author, without their e-mail address."""

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag in the spelling of the post's author."""

    class Meta:
        model = Tag
        fields = ["name", "slug"]
        read_only_fields = fields


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of a highlight. It is plain text: escape it in HTML."""

    text = serializers.CharField()
    hit = serializers.BooleanField(help_text="Whether it matches the search.")


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post in a list."""

    author = AuthorSerializer(read_only=True)
    tags = TagSerializer(many=True, read_only=True, source="display_tags")
    published_at = serializers.DateTimeField(read_only=True)  # never null in a list
    highlights = serializers.SerializerMethodField(
        help_text="The passage that matches the search best; empty without a search."
    )

    class Meta:
        model = Post
        fields = [
            *("id", "title", "slug", "author", "excerpt", "visibility", "tags"),
            *("published_at", "updated_at", "highlights"),
        ]
        read_only_fields = fields

    @extend_schema_field(SegmentSerializer(many=True))
    def get_highlights(self, post: Post) -> list[dict[str, Any]]:
        highlight: Highlight = self.context["highlights"].get(post.pk, [])
        return [segment._asdict() for segment in highlight]


class DraftSerializer(PostSerializer):
    """An unpublished post in a list. It has a date if it was published before."""

    published_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PostDetailSerializer(serializers.ModelSerializer[Post]):
    """A post with its content."""

    author = AuthorSerializer(read_only=True)
    tags = TagSerializer(many=True, read_only=True, source="display_tags")
    published_at = serializers.DateTimeField(read_only=True, allow_null=True)
    is_author = serializers.SerializerMethodField(help_text="Whether the post is the user's own.")

    class Meta:
        model = Post
        fields = [
            *("id", "title", "slug", "author", "excerpt", "visibility", "tags"),
            *("published_at", "updated_at", "status", "summary", "body", "body_html"),
            *("version", "is_author"),
        ]
        read_only_fields = fields

    def get_is_author(self, post: Post) -> bool:
        return bool(post.author_id == self.context["request"].user.pk)


class PostContentSerializer(serializers.Serializer[Post]):
    """The content of a post."""

    title = LineField(max_length=MAX_TITLE_LENGTH)
    summary = LineField(max_length=MAX_SUMMARY_LENGTH, allow_blank=True, default="")
    body = BodyField(help_text=f"Markdown, at most {MAX_BODY_BYTES // 1000} kB.")
    status = serializers.ChoiceField(Post.Status.choices, default=Post.Status.DRAFT)
    visibility = serializers.ChoiceField(Post.Visibility.choices, default=Post.Visibility.MEMBERS)
    tags = serializers.ListField(
        child=TagNameField(), max_length=MAX_TAGS, default=list, help_text=TAGS_HELP
    )

    def validate_tags(self, names: list[str]) -> list[str]:
        return unique_tags(names)

    def validate(self, content: dict[str, Any]) -> dict[str, Any]:
        # Other changes may leave an empty published post as it is.
        if content.keys().isdisjoint({"status", "body"}):
            return content
        post = self.instance
        before = {} if post is None else {"status": post.status, "body": post.body}
        after = {**before, **content}
        if not may_publish(after["status"], after["body"]):
            raise serializers.ValidationError({"body": EMPTY_POST}, code="blank")
        return content


class PostReplacementSerializer(PostContentSerializer):
    """The whole content of a post: a missing field is an error, not empty."""

    summary = LineField(max_length=MAX_SUMMARY_LENGTH, allow_blank=True)
    status = serializers.ChoiceField(Post.Status.choices)
    visibility = serializers.ChoiceField(Post.Visibility.choices)
    tags = serializers.ListField(child=TagNameField(), max_length=MAX_TAGS, help_text=TAGS_HELP)


class MarkdownSerializer(serializers.Serializer[None]):
    body = BodyField(help_text=f"Markdown, at most {MAX_BODY_BYTES // 1000} kB.")


class PreviewSerializer(serializers.Serializer[None]):
    body_html = serializers.CharField()


class PostQuerySerializer(serializers.Serializer[None]):
    """Filters and order of a list."""

    search = TextField(
        max_length=200, required=False, allow_blank=True, help_text="Words that all occur."
    )
    author = IdField(
        required=False,
        help_text="The author's id. The response is 404 if the list has no post of theirs.",
    )
    tag = TextField(max_length=MAX_SLUG_LENGTH, required=False, help_text="The tag's slug.")
    ordering = serializers.ChoiceField(
        ["-published_at", "published_at"],
        required=False,
        help_text=(
            "Newest first by default; with a search, the best match first, of the newest 200 "
            "matches."
        ),
    )


class SubmittedPostSerializer(serializers.Serializer[None]):
    """The content of a refused change, as far as it was sent."""

    title = serializers.CharField(required=False)
    summary = serializers.CharField(required=False)
    body = serializers.CharField(required=False)
    status = serializers.ChoiceField(Post.Status.choices, required=False)
    visibility = serializers.ChoiceField(Post.Visibility.choices, required=False)
    tags = serializers.ListField(child=serializers.CharField(), required=False)


class VersionConflictSerializer(ErrorSerializer):
    """The error, the present post, and the content that was submitted."""

    current = PostDetailSerializer()
    submitted = SubmittedPostSerializer(help_text="Empty for a deletion.")


class AlreadyCreatedSerializer(ErrorSerializer):
    """The error, and the post that was created with the key."""

    current = PostDetailSerializer()
