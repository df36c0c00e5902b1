"""Django in its own process, for access to the site's database.

Django refuses to use a database where an event loop runs, as Playwright's does.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from launch.paths import BACKEND


@contextmanager
def django_process(environ: Mapping[str, str]) -> Iterator[Executor]:
    """An executor that calls functions in a Django with these environment variables."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, _start, (dict(environ),)) as django:
        yield django


def _start(environ: Mapping[str, str]) -> None:
    import sys

    import django

    os.environ.update(environ, DJANGO_SETTINGS_MODULE="config.settings")
    sys.path.insert(0, str(BACKEND))
    django.setup()
