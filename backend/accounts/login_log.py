"""Log every log-in, failed log-in and log-out in one line."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from accounts.models import User

logger = logging.getLogger("accounts.login")


def write(event: str, outcome: str, account_id: int | None) -> None:
    """Log an event. The account is an id, never an address; None is an unknown address."""
    fields = {"event": event, "outcome": outcome, "account": account_id}
    logger.info("%s %s, account %s", event, outcome, account_id, extra=fields)


@receiver(user_logged_in)
def write_login(user: User, **kwargs: Any) -> None:
    write("login", "success", user.pk)


@receiver(user_logged_out)
def write_logout(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        write("logout", "success", user.pk)
