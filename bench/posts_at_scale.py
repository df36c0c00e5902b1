"""The response times of lists and searches among many posts, on PostgreSQL.

    .venv/bin/python -m bench.posts_at_scale --posts 1000 1000000

makes a database for each number of posts, fills it, and asks each the same questions in turn. It
prints a table and writes the figures as JSON.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.results import save, table, verdict
from launch.paths import ROOT
from tests.production.rehearsal import site as rehearsed
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.supervisor import running

# The target for the ratio of the times with the most and the fewest posts.
_TARGET = 1.5


@dataclass
class Site:
    """The application on one database, in a process that reports milliseconds."""

    posts: int
    process: "subprocess.Popen[str]"

    def ask(self, question: str) -> float:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("started without pipes")
        print(question, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def environment(url: str) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return {
        **environ,
        "ENVIRONMENT": "local",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'backend'}",
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def server() -> Iterator[str]:
    """The URL of a database on a new PostgreSQL with the production settings."""
    with tempfile.TemporaryDirectory(prefix="latchkey-scale-") as folder:
        alone = rehearsed.Site(
            "one-origin",
            Address("latchkey.localhost"),
            listen=(0, 0),
            folder=Path(folder),
            report=say,
            change=lambda every: {"postgres": every["postgres"]},
        )
        with running(alone.supervisor):
            (postgres,) = alone.supervisor.of("postgres")
            told = postgres.environment
            who = f"{told['POSTGRES_USER']}:{told['POSTGRES_PASSWORD']}"
            yield f"postgres://{who}@{postgres.address}:5432/{told['POSTGRES_DB']}"


def database(server: str, posts: int) -> str:
    """The URL of a new database with that many posts, on the server of `url`."""
    name = f"latchkey_bench_{posts}"
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    fill(url, posts)
    return url


def fill(url: str, posts: int) -> None:
    manage = [sys.executable, str(ROOT / "backend" / "manage.py")]
    run = [[*manage, "migrate", "--verbosity=0"], [*manage, "make_posts", str(posts)]]
    say(f"Making {posts:,} posts")
    subprocess.run(run[0], env=environment(url), check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        # Building an index is faster than updating it row by row.
        definitions = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'post\\_%'"
        ).fetchall()
        for name, _ in definitions:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        subprocess.run(run[1], env=environment(url), check=True, stdout=sys.stderr)
        connection.execute("SET maintenance_work_mem = '1GB'")
        for name, definition in definitions:
            say(f"Making index {name}")
            connection.execute(definition)
        say("Looking at the statistics")
        connection.execute("VACUUM ANALYZE")


@contextmanager
def site(url: str, posts: int) -> Iterator[Site]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.posts_at_scale_worker"],
        cwd=ROOT,
        env=environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Site(posts, process)
    finally:
        process.terminate()
        process.wait()


QUESTIONS = {
    "first": "first page",
    "deepest": "page 1,000, or the last",
    "public": "first page, public",
    "oldest": "oldest first",
    "author": "an author's",
    "author_oldest": "an author's, oldest first",
    "author_deepest": "an author's, last page",
    "tag": "a tag's",
    "tag_deepest": "a tag's, last page",
    "tag_public": "a tag's, public",
    "tag_oldest": "a tag's, oldest first",
    "tag_author": "a tag's by an author",
    "drafts": "one's drafts",
    "rare": "search: rare word",
    "rare_one": "the same, one to a page",
    "common": "search: common word",
    "two": "search: two words",
    "medium": "search: medium word",
    "author_search": "search in an author's",
    "tag_rare": "search in a tag's: rare",
    "tag_common": "search in a tag's: common",
    "tag_medium": "search in a tag's: medium",
}


def measure(sites: list[Site], rounds: int) -> dict[str, dict[int, list[float]]]:
    """The milliseconds of each query on each site, in turns so that none is favoured."""
    times: dict[str, dict[int, list[float]]] = {
        question: {site.posts: [] for site in sites} for question in QUESTIONS
    }
    for number in range(rounds + 3):
        for question in QUESTIONS:
            for one in sites:
                milliseconds = one.ask(question)
                if number >= 3:  # the first ones fill caches
                    times[question][one.posts].append(milliseconds)
    return times


@dataclass(frozen=True)
class Row:
    """The lowest and median milliseconds of a query, by the number of posts."""

    question: str
    lowest: dict[int, float]
    median: dict[int, float]

    @property
    def ratio(self) -> float:
        """The ratio of the medians with the most and the fewest posts."""
        return self.median[max(self.median)] / self.median[min(self.median)]

    def cells(self) -> list[str]:
        figures = (each for size in self.lowest for each in (self.lowest[size], self.median[size]))
        reached = verdict(f"≤ {_TARGET}", self.ratio <= _TARGET)
        return [self.question, *(f"{each:.2f}" for each in figures), f"{self.ratio:.2f}", reached]


def rows(times: dict[str, dict[int, list[float]]]) -> list[Row]:
    """A row for each query."""
    return [
        Row(
            name,
            {size: min(each) for size, each in times[question].items()},
            {size: statistics.median(each) for size, each in times[question].items()},
        )
        for question, name in QUESTIONS.items()
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 50_000])
    parser.add_argument("--rounds", type=int, default=30)
    chosen = parser.parse_args(arguments)
    with server() as one, ExitStack() as stack:
        sites = [stack.enter_context(site(database(one, posts), posts)) for posts in chosen.posts]
        found = rows(measure(sites, chosen.rounds))
    sizes = [f"{posts:,} posts: {what}" for posts in chosen.posts for what in ("lowest", "median")]
    print("\nMilliseconds until the answer of a list or search")
    print(table(["", *sizes, "ratio of medians", "target"], [row.cells() for row in found]))
    figures = [{**asdict(row), "ratio_of_medians": row.ratio} for row in found]
    save("posts_at_scale", {"parameters": vars(chosen), "questions": figures})


if __name__ == "__main__":
    main()
