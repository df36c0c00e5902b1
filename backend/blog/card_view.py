"""The endpoint of the pictures that go with links."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from blog import og_image
from blog.models import Post
from session_auth.views import Endpoint


class OneAnswer(BaseContentNegotiation):
    """Whoever asks for a picture says so in Accept, and gets one; errors are JSON all the same."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class CardView(Endpoint):
    permission_classes = [AllowAny]
    content_negotiation_class = OneAnswer

    def perform_authentication(self, request: Request) -> None:
        """Look at no session: the picture is the same for everyone, and caches may keep it."""
        if request.method not in SAFE_METHODS:
            super().perform_authentication(request)

    @extend_schema(operation_id="getPostCard", responses={(200, "image/png"): OpenApiTypes.BINARY})
    @method_decorator(cache_control(public=True, max_age=300))
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """Show the picture that goes with a link to a public post."""
        posts = Post.objects.public().select_related("author")
        post = get_object_or_404(posts.only("title", "author__name"), pk=pk)
        digest = og_image.digest(post)
        etag = f'"{digest}"'
        # Made to be shown on other sites.
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "ETag": etag}
        unchanged = get_conditional_response(request._request, etag)
        if unchanged is not None:
            for name, value in headers.items():
                unchanged[name] = value
            return unchanged
        return HttpResponse(
            og_image.kept_png(post, digest), content_type="image/png", headers=headers
        )
