"""The response times of lists and searches among many posts, on PostgreSQL.

    .venv/bin/python -m bench.posts_at_scale --posts 1000 1000000

Creates a database for each number of posts and runs the same queries on all, in turn. Prints a
table and writes the figures as JSON.
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
from tests.production.rehearsal import site as rehearsal_site
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.supervisor import running

# The target for the ratio of the times with the most and the fewest posts.
_TARGET = 1.5


@dataclass
class Worker:
    """A process that runs queries on one database: posts_at_scale_worker.py."""

    posts: int
    process: "subprocess.Popen[str]"

    def run(self, query: str) -> float:
        """Run the query once. Returns its milliseconds."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The worker has no pipes.")
        print(query, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def environment(url: str) -> dict[str, str]:
    """The environment variables of a process that uses this database."""
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return {
        **environ,
        "ENVIRONMENT": "local",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'backend'}",
    }


def log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a database on a new PostgreSQL with the production settings."""
    with tempfile.TemporaryDirectory(prefix="latchkey-scale-") as folder:
        site = rehearsal_site.Site(
            "one-origin",
            Address("latchkey.localhost"),
            listen=(0, 0),
            folder=Path(folder),
            report=log,
            change=lambda every: {"postgres": every["postgres"]},
        )
        with running(site.supervisor):
            (postgres,) = site.supervisor.of("postgres")
            variables = postgres.environment
            credentials = f"{variables['POSTGRES_USER']}:{variables['POSTGRES_PASSWORD']}"
            yield f"postgres://{credentials}@{postgres.address}:5432/{variables['POSTGRES_DB']}"


def database(server_url: str, posts: int) -> str:
    """The URL of a new database with that many posts, on this server."""
    name = f"latchkey_bench_{posts}"
    url = urlsplit(server_url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    fill(url, posts)
    return url


def fill(url: str, posts: int) -> None:
    """Migrate the database and generate the posts."""
    manage = [sys.executable, str(ROOT / "backend" / "manage.py")]
    log(f"Creating {posts:,} posts")
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment(url), check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        # Building an index is faster than updating it row by row.
        definitions = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'post\\_%'"
        ).fetchall()
        for name, _ in definitions:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        command = [*manage, "make_posts", str(posts)]
        subprocess.run(command, env=environment(url), check=True, stdout=sys.stderr)
        connection.execute("SET maintenance_work_mem = '1GB'")
        for name, definition in definitions:
            log(f"Creating index {name}")
            connection.execute(definition)
        log("Updating the statistics")
        connection.execute("VACUUM ANALYZE")


@contextmanager
def worker(url: str, posts: int) -> Iterator[Worker]:
    """Run a worker on this database until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.posts_at_scale_worker"],
        cwd=ROOT,
        env=environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Worker(posts, process)
    finally:
        process.terminate()
        process.wait()


QUERIES = {
    "first": "first page",
    "deepest": "page 1,000, or the last",
    "public": "first page, public",
    "oldest": "oldest first",
    "author": "by an author",
    "author_oldest": "by an author, oldest first",
    "author_deepest": "by an author, last page",
    "tag": "in a tag",
    "tag_deepest": "in a tag, last page",
    "tag_public": "in a tag, public",
    "tag_oldest": "in a tag, oldest first",
    "tag_author": "in a tag, by an author",
    "drafts": "own drafts",
    "rare": "search: rare word",
    "rare_one": "search: rare word, one per page",
    "common": "search: common word",
    "two": "search: two words",
    "medium": "search: medium word",
    "author_search": "search by an author",
    "tag_rare": "search in a tag: rare",
    "tag_common": "search in a tag: common",
    "tag_medium": "search in a tag: medium",
}


def measure(workers: list[Worker], rounds: int) -> dict[str, dict[int, list[float]]]:
    """The milliseconds of each query on each database, which take turns."""
    times: dict[str, dict[int, list[float]]] = {
        query: {worker.posts: [] for worker in workers} for query in QUERIES
    }
    for number in range(rounds + 3):
        for query in QUERIES:
            for worker in workers:
                milliseconds = worker.run(query)
                if number >= 3:  # the first rounds fill caches
                    times[query][worker.posts].append(milliseconds)
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
            {size: min(each) for size, each in times[query].items()},
            {size: statistics.median(each) for size, each in times[query].items()},
        )
        for query, name in QUERIES.items()
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 50_000])
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args(arguments)
    with postgresql() as url, ExitStack() as stack:
        databases = {posts: database(url, posts) for posts in options.posts}
        workers = [stack.enter_context(worker(each, posts)) for posts, each in databases.items()]
        found = rows(measure(workers, options.rounds))
    sizes = [f"{posts:,} posts: {what}" for posts in options.posts for what in ("lowest", "median")]
    print("\nMilliseconds per list or search")
    print(table(["", *sizes, "ratio of medians", "target"], [row.cells() for row in found]))
    figures = [{**asdict(row), "ratio_of_medians": row.ratio} for row in found]
    save("posts_at_scale", {"parameters": vars(options), "questions": figures})


if __name__ == "__main__":
    main()
