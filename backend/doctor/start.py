"""The doctor's look at a production site that is about to start."""

import logging
import sys

from django.conf import settings
from django.core.cache import caches
from django.core.checks import INFO, CheckMessage, run_checks
from django.db import connections

from doctor import SERVICES, SETTINGS
from doctor.report import lines

logger = logging.getLogger(__name__)


def examine() -> None:
    """End the process if the settings cannot work, and warn of what cannot be reached.

    A database that is lost must not keep the site from starting: it may be back in a minute.
    """
    if settings.ENVIRONMENT != "production":
        return
    wrong = run_checks(tags=[SETTINGS], include_deployment_checks=True)
    ill = run_checks(tags=[SERVICES], include_deployment_checks=True, databases=["default"])
    # What was opened here must not be shared with the workers.
    connections.close_all()
    caches.close_all()
    tell([finding for finding in [*wrong, *ill] if finding.level > INFO])
    if any(finding.is_serious() for finding in wrong):
        sys.exit("Latchkey cannot start with these settings.")


def tell(findings: list[CheckMessage]) -> None:
    if settings.LOG_FORMAT == "json":
        for finding in findings:
            logger.log(finding.level, " ".join(map(str.strip, lines([finding]))))
        return
    for line in lines(findings):
        print(line, file=sys.stderr)
