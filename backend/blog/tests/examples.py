"""Posts for the requests that schemathesis generates."""

from accounts.models import User
from blog.tests.factories import make_post


def create(author: User) -> None:
    for number in range(3):
        make_post(
            author,
            f"Post {number}",
            body="*x*",
            status="published",
            visibility="public" if number else "members",
        )
