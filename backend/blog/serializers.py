"""What the API shows of posts (…Serializer) and accepts (Post…ContentSerializer)."""

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
TAGS_HELP = "Order and spelling are kept. Capitals make no other tag."


class AuthorSerializer(serializers.ModelSerializer[User]):
    """What members see of each other: no e-mail address."""

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag as the author of the post has written it."""

    class Meta:
        model = Tag
        fields = ["name", "slug"]
        read_only_fields = fields


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of a passage. Plain text, so that whoever shows it escapes it."""

    text = serializers.CharField()
    hit = serializers.BooleanField(help_text="Whether this is what was searched for.")


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post in a list."""

    author = AuthorSerializer(read_only=True)
    tags = TagSerializer(many=True, read_only=True, source="display_tags")
    published_at = serializers.DateTimeField(read_only=True)  # never null: only posts that are out
    highlights = serializers.SerializerMethodField(
        help_text="The passage that fits a search best; empty without a search."
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
    """A post that is not out, though it may have been."""

    published_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PostDetailSerializer(serializers.ModelSerializer[Post]):
    """A post to read, or to go on with."""

    author = AuthorSerializer(read_only=True)
    tags = TagSerializer(many=True, read_only=True, source="display_tags")
    published_at = serializers.DateTimeField(read_only=True, allow_null=True)
    is_author = serializers.SerializerMethodField(help_text="Whether it is yours to change.")

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
    """What an author writes."""

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
        # A change that leaves both alone publishes nothing, even if the post has long been empty.
        if content.keys().isdisjoint({"status", "body"}):
            return content
        post = self.instance
        before = {} if post is None else {"status": post.status, "body": post.body}
        after = {**before, **content}
        if not may_publish(after["status"], after["body"]):
            raise serializers.ValidationError({"body": EMPTY_POST}, code="blank")
        return content


class PostReplacementSerializer(PostContentSerializer):
    """All of it: a field that is left out would be emptied without anybody wanting that."""

    summary = LineField(max_length=MAX_SUMMARY_LENGTH, allow_blank=True)
    status = serializers.ChoiceField(Post.Status.choices)
    visibility = serializers.ChoiceField(Post.Visibility.choices)
    tags = serializers.ListField(child=TagNameField(), max_length=MAX_TAGS, help_text=TAGS_HELP)


class MarkdownSerializer(serializers.Serializer[None]):
    body = BodyField(help_text=f"Markdown, at most {MAX_BODY_BYTES // 1000} kB.")


class PreviewSerializer(serializers.Serializer[None]):
    body_html = serializers.CharField()


class PostQuerySerializer(serializers.Serializer[None]):
    """Which posts, and in which order."""

    search = TextField(
        max_length=200, required=False, allow_blank=True, help_text="Words that all occur."
    )
    author = IdField(
        required=False,
        help_text="The author's id. The answer is a 404 if there is no post of theirs to see.",
    )
    tag = TextField(max_length=MAX_SLUG_LENGTH, required=False, help_text="The tag's slug.")
    ordering = serializers.ChoiceField(
        ["-published_at", "published_at"],
        required=False,
        help_text=(
            "Newest first if not given; with a search, the best match first, of the newest 200 "
            "that fit."
        ),
    )


class SubmittedPostSerializer(serializers.Serializer[None]):
    """What a refused change would have put there, as far as it was sent."""

    title = serializers.CharField(required=False)
    summary = serializers.CharField(required=False)
    body = serializers.CharField(required=False)
    status = serializers.ChoiceField(Post.Status.choices, required=False)
    visibility = serializers.ChoiceField(Post.Visibility.choices, required=False)
    tags = serializers.ListField(child=serializers.CharField(), required=False)


class VersionConflictSerializer(ErrorSerializer):
    """The error, the post as it is now, and what was to be put in its place."""

    current = PostDetailSerializer()
    submitted = SubmittedPostSerializer(help_text="Empty if it was to be deleted.")


class AlreadyCreatedSerializer(ErrorSerializer):
    """The error, and the post that was made with the key."""

    current = PostDetailSerializer()
