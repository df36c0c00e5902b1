"""Demo posts, from the Markdown files in demo_posts/."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from blog.models import Post

FOLDER = Path(__file__).parent / "demo_posts"


@dataclass(frozen=True)
class DemoPost:
    slug: str
    title: str
    author: str
    published: datetime
    body: str


def read(path: Path) -> DemoPost:
    """Read `title`, `author` and `published` between two --- lines, then the text."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path} does not begin with a line of three hyphens")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return DemoPost(
        # "07-a-title.md": the number is there to sort the files.
        slug=path.stem.partition("-")[2],
        title=fields["title"],
        author=fields["author"],
        published=datetime.fromisoformat(fields["published"]),
        body=body.strip() + "\n",
    )


def create() -> None:
    """Make the posts that are not there yet."""
    authors = {user.get_username(): user for user in get_user_model().objects.all()}
    existing = set(Post.objects.values_list("slug", flat=True))
    for demo in map(read, sorted(FOLDER.glob("*.md"))):
        if demo.slug in existing:
            continue
        post = Post.objects.create(
            title=demo.title,
            slug=demo.slug,
            body=demo.body,
            author=authors[demo.author],
            status=Post.Status.PUBLISHED,
            published_at=demo.published,
        )
        # Written on the day they are dated, not on the day of this command.
        Post.objects.filter(pk=post.pk).update(created_at=demo.published, updated_at=demo.published)
