"""Demo posts, from the Markdown files in demo_posts/."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from blog import services
from blog.models import Post
from blog.normalize import tag_display_name

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
        """The creation key, which stays when the author changes the title."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{self.name}")


def read(path: Path) -> DemoPost:
    """Read the fields between two `---` lines and the body. A file without a date is a draft."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path} does not start with a line of three hyphens")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return DemoPost(
        # "07-a-title.md": the number sorts the files.
        name=path.stem.partition("-")[2],
        title=fields["title"],
        author=fields["author"],
        published=datetime.fromisoformat(fields["published"]) if "published" in fields else None,
        tags=[tag_display_name(name) for name in fields["tags"].split(",")],
        visibility=fields["visibility"],
        body=body.strip() + "\n",
    )


def create() -> None:
    """Create the demo posts that do not exist, for `manage.py demo`."""
    existing = set(Post.objects.values_list("creation_key", flat=True))
    for demo in map(read, sorted(FOLDER.glob("*.md"))):
        if demo.key not in existing:
            create_post(demo)


def create_post(demo: DemoPost) -> None:
    content = {
        "title": demo.title,
        "body": demo.body,
        "status": Post.Status.PUBLISHED if demo.published else Post.Status.DRAFT,
        "visibility": demo.visibility,
        "tags": demo.tags,
    }
    author = get_user_model().objects.get(email=demo.author)
    post = services.create_post(author, content, published_at=demo.published, creation_key=demo.key)
    if demo.published:
        Post.objects.filter(pk=post.pk).update(created_at=demo.published, updated_at=demo.published)
