"""Posts for the requests that are made from the schema."""

from accounts.models import User
from blog.models import Post


def create(author: User) -> None:
    for number in range(3):
        Post.objects.create(
            title=f"Post {number}",
            body="*x*",
            author=author,
            status="published",
            visibility="public" if number else "members",
        )
