"""Deleted posts that can no longer be brought back."""

from blog.models import Post


def clear() -> str:
    """Delete them for good. The key that a post was created with goes when the post goes."""
    _, deleted = Post.objects.beyond_restoring().delete()
    return f"{deleted.get('blog.Post', 0)} deleted posts"
