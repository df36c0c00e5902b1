"""What an answer tells the browser about its own protection, where Django has no setting for it.

The rest (HSTS, frames, types, referrer, opener) is in the settings, under the same name.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb"),
    )
)

# Data is no page: it can neither run nor load anything, nor be shown in a frame.
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


# The admin has no script and no style but its own files.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_page = headers.get("Content-Type", "").startswith("text/html")
        # Django's own pages about errors, which only DEBUG shows, bring their styles along.
        if not (is_page and settings.DEBUG and response.status_code >= 400):
            headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else DATA_POLICY)
        return response
