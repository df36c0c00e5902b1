"""The device cookie in the API's schema."""

from typing import Any

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.utils import extend_schema, extend_schema_view

from session_auth.schema import sets_cookies

LOGIN_COOKIES = (
    "`sessionid` and `csrftoken`, both new, and `device`, which exempts the browser from the "
    "limits that failed log-ins of other browsers use up."
)


class LoginSchema(OpenApiViewExtension):
    """Describes the device cookie (accounts/device_cookie.py)."""

    target_class = "session_auth.views.LoginView"

    def view_replacement(self) -> Any:
        @extend_schema_view(post=extend_schema(parameters=[sets_cookies(200, LOGIN_COOKIES)]))
        # The base class is known at run time only.
        class LoginView(self.target_class):  # type: ignore[name-defined,misc]
            pass

        return LoginView
