"""The checks that gunicorn runs before it starts a production site."""

import logging
import sys

from django.conf import settings
from django.core.cache import caches
from django.core.checks import INFO, CheckMessage, run_checks
from django.db import connections

from doctor import SERVICES, SETTINGS
from doctor.report import report_lines

logger = logging.getLogger(__name__)


def check_before_start() -> None:
    """Exit if the settings cannot work; warn about services that do not respond.

    A database outage does not stop the start, because it may be short.
    """
    if settings.ENVIRONMENT != "production":
        return
    about_settings = run_checks(tags=[SETTINGS], include_deployment_checks=True)
    about_services = run_checks(
        tags=[SERVICES], include_deployment_checks=True, databases=["default"]
    )
    # Workers must not share these connections after the fork.
    connections.close_all()
    caches.close_all()
    print_or_log([each for each in [*about_settings, *about_services] if each.level > INFO])
    if any(message.is_serious() for message in about_settings):
        sys.exit("Latchkey cannot start with these settings.")


def print_or_log(messages: list[CheckMessage]) -> None:
    """Log one record for each message in JSON, or print text to stderr."""
    if settings.LOG_FORMAT == "json":
        for message in messages:
            logger.log(message.level, " ".join(map(str.strip, report_lines([message]))))
        return
    for line in report_lines(messages):
        print(line, file=sys.stderr)
