"""Generated posts, for measurements with many of them.

Words are distributed as in natural texts: a few in nearly every post, most in hardly any.
"""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from blog import demo, markdown, services
from blog.models import Post

AUTHORS = 20
TAGS = ["baking", "boats", "books", "bread", "doors", "film", "gardens", "history", "keys", "law"]
TAGS += ["locks", "maps", "music", "people", "security", "ships", "tools", "trains", "walks", "web"]
RARE_WORDS = 50_000
SYLLABLES = "ba be bo da de di fa fo ga ka ke ki la le lo ma mo na ne no pa ra ri so ta ti va vo"
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class GeneratedPost:
    post: Post
    tags: list[str]


class PostGenerator:
    """Generates the same posts from the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311 (not for security)

    @cached_property
    def vocabulary(self) -> tuple[list[str], list[float]]:
        """Return the words of the demo posts and their cumulative frequencies."""
        texts = (demo.read(path).body.lower() for path in sorted(demo.FOLDER.glob("*.md")))
        words = Counter(re.findall(r"[a-z]{2,}", " ".join(texts)))
        return list(words), list(itertools.accumulate(words.values()))

    @cached_property
    def rare_words(self) -> list[str]:
        syllables = SYLLABLES.split()
        combinations = itertools.islice(itertools.product(syllables, repeat=4), RARE_WORDS)
        return ["".join(combination) for combination in combinations]

    @cached_property
    def paragraphs(self) -> list[str]:
        return [self.sentence(self.random.randint(20, 80)) for _ in range(5000)]

    def sentence(self, length: int) -> str:
        words, weights = self.vocabulary
        text = " ".join(self.random.choices(words, cum_weights=weights, k=length))
        return text.capitalize() + "."

    def text(self) -> list[str]:
        """Return paragraphs, the last with words that few other posts contain."""
        number = self.random.choice((1, 2, 2, 3, 3, 4, 5, 8))
        rare = " ".join(self.random.choices(self.rare_words, k=6)).capitalize()
        return [*self.random.choices(self.paragraphs, k=number), f"{rare}."]

    def posts(self, number: int, authors: list[int]) -> Iterator[GeneratedPost]:
        """Generate posts, oldest first, over ten years."""
        interval = timedelta(days=3650) / max(number, 1)
        for index in range(number):
            yield self.post(FIRST_DAY + interval * index, self.random.choice(authors))

    def post(self, day: datetime, author: int) -> GeneratedPost:
        """Generate a post with its derived fields, which is faster than rendering it."""
        chance = self.random.random()
        title = self.sentence(self.random.randint(3, 7)).rstrip(".")
        paragraphs = self.text()
        text = " ".join(paragraphs)
        post = Post(
            title=title,
            slug=title.lower().replace(" ", "-"),
            body="\n\n".join(paragraphs),
            body_html="".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs),
            body_text=text,
            excerpt=markdown.truncate(text, markdown.EXCERPT_LENGTH),
            author_id=author,
            status=Post.Status.PUBLISHED if chance < 0.95 else Post.Status.DRAFT,
            visibility=Post.Visibility.PUBLIC if chance < 0.3 else Post.Visibility.MEMBERS,
            published_at=day if chance < 0.95 else None,
        )
        return GeneratedPost(post, self.random.sample(TAGS, self.random.choice((0, 1, 1, 2, 3))))


def create(number: int, authors: list[int], batch: int = 2000) -> Iterator[int]:
    """Save generated posts in batches; yields the number so far."""
    tags = {tag.name: tag.pk for tag in services.get_or_create_tags(TAGS)}
    generated = PostGenerator().posts(number, authors)
    made = 0
    while posts := list(itertools.islice(generated, batch)):
        Post.objects.bulk_create([one.post for one in posts])
        Post.tags.through.objects.bulk_create(
            [
                Post.tags.through(post_id=one.post.pk, tag_id=tags[name])
                for one in posts
                for name in one.tags
            ]
        )
        services.reindex_tags(Post.objects.filter(pk__in=[one.post.pk for one in posts]))
        made += len(posts)
        yield made
