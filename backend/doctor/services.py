"""Whether Redis and the mail server can be reached."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.mail import get_connection

from doctor import SERVICES


@register(SERVICES, Tags.database, deploy=True)
def redis_answers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases or "sessions" not in settings.CACHES:
        return []
    try:
        # Not one of the questions that the database answers instead.
        caches["sessions"].touch("doctor")
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the answer)
        return [
            Error(
                f"Redis cannot be reached: {first_line(error)}",
                hint="Check REDIS_URL, and whether Redis runs. The site works, more slowly.",
                id="latchkey.redis",
            )
        ]
    return []


@register(SERVICES, Tags.database, deploy=True)
def mail_goes_out(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases:
        return []
    if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend") and not settings.EMAIL_HOST:
        note = "No mail server is set up. Nothing in Latchkey sends mail yet, so none is missed."
        return [Info(note, id="latchkey.no_mail")]
    try:
        with get_connection():
            return []
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the answer)
        return [
            checks.Warning(
                f"The mail server cannot be reached: {first_line(error)}",
                hint="Check EMAIL_URL, and whether the mail server runs.",
                id="latchkey.mail",
            )
        ]


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
