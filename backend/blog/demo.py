"""Demo posts, from the Markdown files in demo_posts/."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from blog import tags
from blog.models import Post

FOLDER = Path(__file__).parent / "demo_posts"


@dataclass(frozen=True)
class DemoPost:
    name: str
    title: str
    author: str
    published: datetime | None
    tags: list[str]
    visibility: str
    body: str

    @property
    def key(self) -> uuid.UUID:
        """By which it is known again when its author has given it another title."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{self.name}")


def read(path: Path) -> DemoPost:
    """Read what is between two --- lines, then the text. Without a date it is a draft."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path} does not begin with a line of three hyphens")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return DemoPost(
        # "07-a-title.md": the number is there to sort the files.
        name=path.stem.partition("-")[2],
        title=fields["title"],
        author=fields["author"],
        published=datetime.fromisoformat(fields["published"]) if "published" in fields else None,
        tags=[tags.spelling_of(name) for name in fields["tags"].split(",")],
        visibility=fields["visibility"],
        body=body.strip() + "\n",
    )


def create() -> None:
    """Make the posts that are not there yet."""
    existing = set(Post.objects.values_list("creation_key", flat=True))
    for demo in map(read, sorted(FOLDER.glob("*.md"))):
        if demo.key not in existing:
            make(demo)


def make(demo: DemoPost) -> None:
    post = Post.objects.create(
        title=demo.title,
        body=demo.body,
        author=get_user_model().objects.get(email=demo.author),
        status=Post.Status.PUBLISHED if demo.published else Post.Status.DRAFT,
        visibility=demo.visibility,
        published_at=demo.published,
        creation_key=demo.key,
    )
    post.set_tags(demo.tags)
    if demo.published:
        # Written on the day they are dated, not on the day of this command.
        Post.objects.filter(pk=post.pk).update(created_at=demo.published, updated_at=demo.published)
