"""`manage.py worker`: run queued tasks, such as sending mails, until SIGTERM."""

import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from database.errors import find_connection_error, log_connection_error
from mail.queue import enqueue_due

# Seconds between two looks at the queue.
INTERVAL = 1.0
# Seconds between two searches for mails without a task.
RECOVERY_INTERVAL = 60.0


class Command(BaseCommand):
    """The worker of django-tasks-db, which ends when it loses the database, in a loop."""

    help = "Run queued tasks, such as sending mails, until SIGTERM. Waits for a lost database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="End when no task is due.")
        parser.add_argument("--reload", action="store_true", help="Restart when the code changes.")

    def handle(self, *, once: bool, reload: bool, **options: Any) -> None:
        # It logs each look at the queue.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = Worker(
            queue_names=["default"],
            interval=INTERVAL,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if not reload:
            if not once:
                worker.configure_signals()
            run(worker, once=once)
            return
        # The reloader runs this command again in a second process.
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()
        run_with_reloader(run, worker, once=once)


def run(worker: Worker, *, once: bool) -> None:
    """Run due tasks until the worker is told to stop, or once."""
    recover_at = 0.0
    while worker.running:
        try:
            worker.run()
            # After the tasks, so that a mail without one is left over.
            if time.monotonic() >= recover_at:
                recover_at = time.monotonic() + RECOVERY_INTERVAL
                if enqueue_due():
                    continue
        except (OperationalError, InterfaceError) as error:
            if once or find_connection_error(error) is None:
                raise
            log_connection_error(error)
            connections.close_all()
        else:
            if once:
                return
        if worker.running:
            time.sleep(INTERVAL)
