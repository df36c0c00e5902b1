"""The worker of posts_at_scale: runs a query and prints its milliseconds."""

import logging
import sys
import time

import django

django.setup()

# The request log would mix with the results.
logging.disable(logging.INFO)

# Models need Django's setup first, so these imports come late.
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from blog.models import Post


def queries(client: Client) -> dict[str, str]:
    """The path of each query on this database."""

    def last_page(query: str) -> str:
        count = client.get(f"/api/posts/?{query}").json()["count"]
        return f"?{query}&page={-(-count // 10)}"

    newest = Post.objects.published().select_related("author").prefetch_related("tags")[:100]
    tagged = next(post for post in newest if post.tags.all())
    rare = tagged.body_text.rstrip(".").split()[-1]
    author = f"author={tagged.author_id}"
    tag = f"tag={tagged.tags.all()[0].slug}"
    oldest = "ordering=published_at"
    return {
        "first": "",
        "deepest": last_page(""),
        "public": "public/",
        "oldest": f"?{oldest}",
        "author": f"?{author}",
        "author_oldest": f"?{author}&{oldest}",
        "author_deepest": last_page(author),
        "tag": f"?{tag}",
        "tag_deepest": last_page(tag),
        "tag_public": f"public/?{tag}",
        "tag_oldest": f"?{tag}&{oldest}",
        "tag_author": f"?{tag}&{author}",
        "drafts": "drafts/",
        "rare": f"?search={rare}",
        # The number of matches grows with the posts; this page has one row on each database.
        "rare_one": f"?search={rare}&page_size=1",
        "common": "?search=key",
        "two": "?search=door+lock",
        "medium": "?search=harbour",
        "author_search": f"?{author}&search=harbour",
        "tag_rare": f"?{tag}&search={rare}",
        "tag_common": f"?{tag}&search=key",
        "tag_medium": f"?{tag}&search=harbour",
    }


def main() -> None:
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        client = Client()
        member = User.objects.get(email="author-1@example.com")  # has drafts
        client.force_login(member)
        paths = queries(client)
        for line in sys.stdin:
            path = f"/api/posts/{paths[line.strip()]}"
            start = time.perf_counter()
            response = client.get(path)
            milliseconds = (time.perf_counter() - start) * 1000
            if response.status_code != 200:
                raise RuntimeError(f"{path}: {response.status_code}")
            print(milliseconds, flush=True)


if __name__ == "__main__":
    main()
