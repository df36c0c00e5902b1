"""What the templates of all mails know: templates/account/email/."""

from typing import Any

from allauth.account import app_settings
from django.conf import settings
from django.http import HttpRequest

from accounts.sessions.devices import browser_and_system


def mail_context(request: HttpRequest, template: str) -> dict[str, Any]:
    """Return the variables that do not depend on the account."""
    url = settings.FRONTEND_ORIGIN or request.build_absolute_uri("/").rstrip("/")
    return {
        "site_name": settings.SITE_NAME,
        "site_url": url,
        "reset_page": f"{url}/forgot-password",
        # The heading is the subject.
        "subject_template": f"{template}_subject.txt",
        "code_minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
        "is_signup_open": settings.ACCOUNT_SIGNUP_ENABLED,
        "device": device(request),
    }


def device(request: HttpRequest) -> str:
    """Return such as "Firefox 140 on Windows 10", empty if the user agent says neither."""
    return " on ".join(filter(None, browser_and_system(request)))
