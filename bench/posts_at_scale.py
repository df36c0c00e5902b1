"""What lists and searches of posts cost when there are many, on PostgreSQL.

    .venv/bin/python -m bench.posts_at_scale postgres://postgres@127.0.0.1:5432/postgres

makes a database for each number of posts beside the one that is named, fills it, asks each the same
questions in turn, and drops it. It prints a table and writes the figures as JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Site:
    """The application on one database, in a process of its own that answers with milliseconds."""

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
def database(server: str, posts: int, keep: bool) -> Iterator[str]:
    """The URL of a database with that many posts."""
    name = f"latchkey_bench_{posts}"
    url = f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            fill(url, posts)
    yield url
    if not keep:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def fill(url: str, posts: int) -> None:
    manage = [sys.executable, str(ROOT / "backend" / "manage.py")]
    run = [[*manage, "migrate", "--verbosity=0"], [*manage, "make_posts", str(posts)]]
    say(f"Making {posts:,} posts")
    subprocess.run(run[0], env=environment(url), check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        # An index is made faster at once than row by row.
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
    """The milliseconds of each question to each site, asked in turn so that none is favoured."""
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


def report(times: dict[str, dict[int, list[float]]], sizes: list[int]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    print(f"{'':26}" + "".join(f"{size:>12,} posts" for size in sizes) + "   ratio")
    for question, name in QUESTIONS.items():
        figures = {
            size: {
                "min": round(min(times[question][size]), 2),
                "median": round(statistics.median(times[question][size]), 2),
            }
            for size in sizes
        }
        ratio = round(figures[sizes[-1]]["median"] / figures[sizes[0]]["median"], 2)
        cells = (f"{f['min']:>9.2f}{f['median']:>9.2f}" for f in figures.values())
        print(f"{name:26}{''.join(cells)}{ratio:>8.2f}")
        rows.append({"question": name, "milliseconds": figures, "ratio_of_medians": ratio})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("server", help="A PostgreSQL database, beside which others may be made.")
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--keep", action="store_true", help="Keep the databases for another time.")
    parser.add_argument("--json", type=Path, help="Where to write the figures.")
    options = parser.parse_args()
    with ExitStack() as stack:
        urls = [
            stack.enter_context(database(options.server, posts, options.keep))
            for posts in options.posts
        ]
        sites = [
            stack.enter_context(site(url, posts))
            for url, posts in zip(urls, options.posts, strict=True)
        ]
        rows = report(measure(sites, options.rounds), options.posts)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
