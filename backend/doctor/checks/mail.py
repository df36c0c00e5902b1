"""The mail server answers."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Info, Tags, register
from django.core.mail import get_connection

from doctor import SERVICES
from doctor.report import first_line

QUEUE = "mail.backend.QueueBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
NO_MAIL_SERVER = {
    "production": (
        "No mail server is set up (EMAIL_URL), so that sign-up, password reset and log-in codes "
        "are off."
    ),
    "local": "No mail server is set up (EMAIL_URL): mails are kept, and shown at /outbox.",
}


@register(SERVICES, Tags.database, deploy=True)
def check_mail_server(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The mail server responds, if there is one."""
    if not databases:
        return []
    is_queued = settings.EMAIL_BACKEND == QUEUE
    if is_queued and not settings.EMAIL_HOST:
        return [Info(NO_MAIL_SERVER[settings.ENVIRONMENT], id="latchkey.no_mail")]
    try:
        # The worker's connection; to the queue there is none.
        with get_connection(SMTP if is_queued else None):
            return []
    except Exception as error:  # noqa: BLE001 (any error is the result)
        return [
            checks.Warning(
                f"The mail server cannot be reached: {first_line(error)}",
                hint="Check EMAIL_URL, and whether the mail server runs.",
                id="latchkey.mail",
            )
        ]
