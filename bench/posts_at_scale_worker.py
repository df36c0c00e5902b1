"""One side of posts_at_scale: asks the application a question, and says how long it took."""

import sys
import time

import django

django.setup()

# Only now: models can be imported when Django is set up.
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from accounts.models import User  # noqa: E402
from blog.models import Post  # noqa: E402


def questions(client: Client) -> dict[str, str]:
    """What each question is on this database."""
    listed = client.get("/api/posts/").json()
    newest = Post.objects.published().select_related("author").prefetch_related("tags")[:100]
    rare = newest[0].body_text.rstrip(".").split()[-1]
    tagged = next(post for post in newest if post.tags.all())
    return {
        "first": "",
        "deepest": f"?page={-(-listed['count'] // 10)}",
        "public": "public/",
        "author": f"?author={newest[0].author_id}",
        "tag": f"?tag={tagged.tags.all()[0].slug}",
        "rare": f"?search={rare}",
        "common": "?search=key",
        "two": "?search=door+lock",
        "medium": "?search=harbour",
    }


def main() -> None:
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        client = Client()
        member = User.objects.get_or_create(email="reader@example.com", defaults={"name": "R"})[0]
        client.force_login(member)
        paths = questions(client)
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
