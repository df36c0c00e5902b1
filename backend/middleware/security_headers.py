"""The Content Security Policy and other security headers that Django has no setting for.

settings.py sets the others: HSTS, frames, content types, referrer, opener.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# JSON, feeds and files: nothing may load or run, even if a browser displays them.
DATA_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# HTML: the admin uses only files of its own.
PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb"),
    )
)


class SecurityHeadersMiddleware:
    """Adds the headers to every response that has not set them itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_page = headers.get("Content-Type", "").startswith("text/html")
        # Django's debug pages have inline styles and scripts.
        if not (is_page and settings.DEBUG and response.status_code >= 400):
            headers.setdefault("Content-Security-Policy", PAGE_CSP if is_page else DATA_CSP)
        return response
