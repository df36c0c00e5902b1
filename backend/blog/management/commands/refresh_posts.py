"""manage.py refresh_posts"""

from typing import Any

from django.core.management.base import BaseCommand

from blog import services
from blog.models import Post, Tag
from blog.rerender import rerender

# Posts that one transaction locks to reindex their tags.
BATCH = 500


class Command(BaseCommand):
    """Derives HTML, tag index and tag slugs anew.

    Migrations do that once. During a rolling update, older code may go on writing what its version
    derived, or nothing: run this afterwards. It is safe to run at any time and repeatedly.
    """

    help = "Make the HTML of all posts and the lists of their tags anew, after a rolling update."

    def handle(self, *args: Any, **options: Any) -> None:
        services.refresh_tag_slugs(Tag.objects.all())
        last = total = changed = 0
        while batch := list(
            Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):
            posts = Post.objects.filter(pk__in=batch)
            changed += rerender(posts)
            services.reindex_tags(posts)
            total += len(batch)
            last = batch[-1]
        self.stdout.write(f"{total} posts, {changed} of them with new HTML")
