"""manage.py clear_expired: deleted posts"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from blog.tests.factories import make_post


def test_purges_posts_deleted_an_hour_ago(
    alice: User, bob: User, capsys: pytest.CaptureFixture[str]
) -> None:
    now = timezone.now()
    for title, author, deleted_at in [
        ("kept", alice, None),
        ("deleted lately", alice, now - timedelta(minutes=59)),
        ("deleted", alice, now - timedelta(minutes=61)),
        ("deleted by another", bob, now - timedelta(days=1)),
    ]:
        make_post(author, title, deleted_at=deleted_at)
    call_command("clear_expired")
    assert "2 deleted posts\n" in capsys.readouterr().out
    assert {post.title for post in Post.objects.all()} == {"kept", "deleted lately"}
    assert "deleted lately" in [post.title for post in Post.objects.restorable_by(alice)]
