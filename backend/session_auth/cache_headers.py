"""Responses of the API are private: no cache may store them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from session_auth.conf import session_auth_settings


class CacheHeadersMiddleware:
    """Adds `Cache-Control: private, no-store`, unless a view sets a Cache-Control of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_api = request.path.startswith(session_auth_settings.api_prefix)
        if is_api and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response
