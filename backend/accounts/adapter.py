"""allauth's adapter: how this application logs in, and where it limits and logs attempts."""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied

from accounts import login_log
from accounts.login_limits import login_limits
from accounts.mail_context import mail_context
from accounts.mail_links import links_for
from accounts.models import User
from api.rate_limits import RateLimitExceededError, Usage, consume
from mail.queue import MailLimitError, queue_mail, require_mail_allowed
from session_auth.exceptions import TooManyRequests


class AccountDisabled(PermissionDenied):
    default_detail = "This account is disabled. Please write to the site's owner."
    default_code = "account_disabled"


class AccountAdapter(DefaultAccountAdapter):
    # Set by pre_authenticate; allauth creates an adapter per log-in.
    account_id: int | None
    usage: Usage

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail. One with a code is not sent after the code has expired."""
        if not context.get("is_notice"):
            self.require_mail_allowed(email)
        user = context.get("user")
        # For an unknown address allauth has asked the database once more than for a known one; this
        # makes up for it. Other mails of allauth's without a user need none.
        if user is None and template_prefix.startswith("account/email/password_reset_"):
            user = User.objects.filter(email=email).first()
        links = links_for(self.request, template_prefix, user, email)
        message = self.render_mail(template_prefix, email, {"email": email, **context, **links})
        lifetime = timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
        queue_mail(message, timezone.now() + lifetime if "code" in context else None)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Render a mail of templates/account/email/ as text and HTML."""
        context = mail_context(self.request, template_prefix) | context
        return super().render_mail(template_prefix, email, context, headers)

    def require_mail_allowed(self, email: str) -> None:
        try:
            require_mail_allowed(email)
        except MailLimitError as error:
            raise TooManyRequests(error.wait) from error

    def send_account_already_exists_mail(self, email: str) -> None:
        """Answer a sign-up with a known address, after the same work as with a new one."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Mail a security notice, whose template knows the user."""
        context = {"user": user, "is_notice": True, **(context or {})}
        super().send_notification_mail(template_prefix, user, context, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that session_auth/proxy_headers.py has set; no header is read here."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Start the session. Raises AccountDisabled: allauth checks only before a code is sent."""
        if not user.is_active:
            raise AccountDisabled
        super().login(request, user)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No messages: each would set a cookie."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt as a failure before the password is checked.

        Raises TooManyRequests beyond the limit on log-ins (login_limits.py).
        """
        email = credentials["email"]
        accounts = User.objects.filter(email=email)
        self.account_id = accounts.values_list("pk", flat=True).first()
        try:
            self.usage = consume(*login_limits(request, email, self.account_id))
        except RateLimitExceededError as error:
            login_log.write("login", "rate_limited", self.account_id)
            raise TooManyRequests(error.wait) from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password. Success does not count, and does not reset earlier failures."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            self.usage.release()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        login_log.write("login", "failure", self.account_id)
