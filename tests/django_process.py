"""Django in a process of its own, where tests reach into the site's database.

It would not touch the database in one where Playwright's event loop runs, and pytest's process
keeps no settings of the site.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from launch.paths import BACKEND


@contextmanager
def django_process(environ: Mapping[str, str]) -> Iterator[Executor]:
    """Calls functions as the site that has this environment would."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, _start, (dict(environ),)) as django:
        yield django


def _start(environ: Mapping[str, str]) -> None:
    import sys

    import django

    os.environ.update(environ, DJANGO_SETTINGS_MODULE="config.settings")
    sys.path.insert(0, str(BACKEND))
    django.setup()
