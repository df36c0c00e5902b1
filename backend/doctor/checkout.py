"""Whether the code lies in a checkout that somebody works on."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register

from config import environment
from doctor import SETTINGS


@register(SETTINGS, deploy=True)
def checkout_is_not_marked_as_local(**kwargs: Any) -> list[CheckMessage]:
    """A command that is run here without ENVIRONMENT would not take this for production."""
    if settings.ENVIRONMENT != "production" or not environment.LOCAL_MARKER.exists():
        return []
    return [
        checks.Warning(
            f"{environment.LOCAL_MARKER} marks this as a checkout to work on: commands that are "
            "run without ENVIRONMENT=production use the local settings.",
            hint="Remove that file. 'make run', 'make test' and others write it, 'make production' "
            "removes it.",
            id="latchkey.local_marker",
        )
    ]
