"""Fixtures of the blog's browser tests: posts in the database, and Flora, an author."""

from collections.abc import Iterator
from concurrent.futures import Executor

import pytest

from tests.browser.blog.posts import Posts
from tests.members import PASSWORD, Member, Members


@pytest.fixture(scope="session")
def posts(django: Executor) -> Posts:
    return Posts(django)


@pytest.fixture(autouse=True)
def _delete_new_posts(posts: Posts) -> Iterator[None]:
    """Each test starts from the same lists, whichever tests ran before it."""
    before = posts.ids()
    yield
    posts.delete_all_except(before)


@pytest.fixture(scope="session")
def flora(members: Members) -> Member:
    """A member without posts."""
    return members.create("flora@example.com", "Flora Inkwell", PASSWORD)
