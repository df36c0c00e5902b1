"""Keep the sessions in step with log-ins, passwords and addresses."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions.services import begin_session, end_other_sessions


@receiver(user_logged_in, dispatch_uid="begin_session")
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin_session(request, user)


@receiver([password_changed, password_set, password_reset], dispatch_uid="end_after_password")
def end_after_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    end_others(request, user)


@receiver(email_changed, dispatch_uid="end_after_email")
def end_after_email(
    request: HttpRequest, user: User, from_email_address: EmailAddress | None, **kwargs: Any
) -> None:
    if from_email_address is not None:
        end_others(request, user)


def end_others(request: HttpRequest, user: User) -> None:
    """End all sessions of a user but the one that the request comes from, if it is theirs."""
    keep = request.session.session_key if request.user == user else None
    end_other_sessions(user, keep)
