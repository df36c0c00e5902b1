"""Tests that depend on the database or the cache run on PostgreSQL and Redis too."""

import re

from launch.paths import ROOT

# Branches on the engine, transactions in parallel, and the session cache.
DEPENDS = re.compile(
    r"\.vendor\b|not in caches|shared_database|in_threads|answers_in_parallel|CaptureQueries"
)


def test_modules_that_depend_on_the_engine_are_marked() -> None:
    modules = [
        path
        for path in sorted((ROOT / "backend").glob("*/tests/test_*.py"))
        if DEPENDS.search(path.read_text())
    ]
    assert len(modules) > 3
    unmarked = [path.name for path in modules if "mark.each_database" not in path.read_text()]
    assert unmarked == []
