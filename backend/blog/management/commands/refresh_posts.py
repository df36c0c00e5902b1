"""manage.py refresh_posts: what follows from the posts, from the posts."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.models import Post, Tag
from blog.rerender import make_anew
from blog.tag_slugs import renew_slugs

# How many posts are locked at once, while they are put into the lists of their tags.
BATCH = 500


class Command(BaseCommand):
    """Makes anew what follows from posts: their HTML, their places in lists of tags, tags' slugs.

    A migration does that once, for what is there. During a rolling update the code of before goes
    on writing, as it did before there was anything to keep: this puts right what it has written.
    It can be run at any time, and twice does no harm.
    """

    help = "Make the HTML of all posts and the lists of their tags anew, after a rolling update."

    def handle(self, *args: Any, **options: Any) -> None:
        renew_slugs(Tag.objects.all())
        last = looked_at = changed = 0
        while batch := list(
            Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):
            posts = Post.objects.filter(pk__in=batch)
            changed += make_anew(posts)
            posts.list_under_tags()
            looked_at += len(batch)
            last = batch[-1]
        self.stdout.write(f"{looked_at} posts, {changed} of them with new HTML")
