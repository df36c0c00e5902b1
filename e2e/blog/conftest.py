"""What the tests of posts start from besides: posts in the database, and Flora, who writes."""

from concurrent.futures import Executor

import pytest

from e2e.blog.posts import Posts
from e2e.members import PASSWORD, Member, Members


@pytest.fixture(scope="session")
def posts(django: Executor) -> Posts:
    return Posts(django)


@pytest.fixture(scope="session")
def flora(members: Members) -> Member:
    """Somebody who writes. She leaves drafts only, so that everybody's lists stay as they are."""
    return members.make("flora@example.com", "Flora Inkwell", PASSWORD)
