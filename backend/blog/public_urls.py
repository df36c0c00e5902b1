"""URLs outside of /api/, for feed readers and crawlers."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control

from blog.feeds import PostFeed
from blog.sitemaps import SITEMAPS, robots

View = Callable[..., HttpResponse]


def with_frontend_links(view: View) -> View:
    """Build absolute links to FRONTEND_ORIGIN, regardless of the Host header."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.FRONTEND_ORIGIN:
            origin = urlsplit(settings.FRONTEND_ORIGIN)
            request.META |= {"wsgi.url_scheme": origin.scheme, "HTTP_HOST": origin.netloc}
        return view(request, *args, **kwargs)

    return wrapper


# In seconds. Public caches may show a withdrawn post for this long.
cached = cache_control(public=True, max_age=300)


def public(view: View) -> View:
    return with_frontend_links(cached(view))


urlpatterns = [
    path("feed.atom", public(PostFeed()), name="feed"),
    path("robots.txt", public(robots), name="robots"),
    path("sitemap.xml", public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
