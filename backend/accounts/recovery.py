"""Take an account back from another person: end all sessions, choose a new password."""

from allauth.account.adapter import get_adapter
from django.db.models import F
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions.services import end_other_sessions


def end_sessions(user: User) -> None:
    """End every session of the user, on all devices."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])
    end_other_sessions(user, keep=None)


def start_reset(request: HttpRequest, user: User) -> None:
    """Make the present password useless, and mail a link that sets a new one."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    # A notice: other mails to the address, of which a visitor can cause five, do not hold it back.
    get_adapter().send_mail("account/email/password_reset_link", user.email, {"is_notice": True})
