"""The mail server responds."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Info, Tags, register
from django.core.mail import get_connection

from doctor import SERVICES
from doctor.report import first_line


@register(SERVICES, Tags.database, deploy=True)
def check_mail_server(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The mail server responds, if there is one."""
    if not databases:
        return []
    if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend") and not settings.EMAIL_HOST:
        note = "No mail server is set up. Nothing in Latchkey sends mail yet, so none is missed."
        return [Info(note, id="latchkey.no_mail")]
    try:
        with get_connection():
            return []
    except Exception as error:  # noqa: BLE001 (any error is the result)
        return [
            checks.Warning(
                f"The mail server cannot be reached: {first_line(error)}",
                hint="Check EMAIL_URL, and whether the mail server runs.",
                id="latchkey.mail",
            )
        ]
