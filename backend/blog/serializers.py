"""Posts on the wire."""

from rest_framework import serializers

from accounts.models import User
from blog.models import Post


class AuthorSerializer(serializers.ModelSerializer[User]):
    """What members see of each other: no e-mail address."""

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post in a list."""

    author = AuthorSerializer(read_only=True)
    published_at = serializers.DateTimeField(read_only=True)  # never null: only posts that are out

    class Meta:
        model = Post
        fields = ["id", "title", "slug", "author", "excerpt", "published_at", "updated_at"]
        read_only_fields = fields


class PostDetailSerializer(PostSerializer):
    """A post to read, which may be a draft of one's own."""

    published_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta(PostSerializer.Meta):
        fields = [*PostSerializer.Meta.fields, "status", "body_html"]
        read_only_fields = fields
