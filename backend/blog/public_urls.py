"""What machines ask for outside of the API."""

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


def of_the_front_end(view: View) -> View:
    """Have links lead to the front end's pages, under whichever name the answer is asked for."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.FRONTEND_ORIGIN:
            origin = urlsplit(settings.FRONTEND_ORIGIN)
            request.META |= {"wsgi.url_scheme": origin.scheme, "HTTP_HOST": origin.netloc}
        return view(request, *args, **kwargs)

    return answer


# The same for everyone, whoever asks: no session is looked at, and caches may keep it for as long
# as a post that has been withdrawn may go on being seen there.
kept = cache_control(public=True, max_age=300)


def for_machines(view: View) -> View:
    return of_the_front_end(kept(view))


urlpatterns = [
    path("feed.atom", for_machines(PostFeed()), name="feed"),
    path("robots.txt", for_machines(robots), name="robots"),
    path("sitemap.xml", for_machines(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
