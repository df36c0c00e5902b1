"""What machines ask for outside of the API."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.cache import cache_control

from blog.feed import PostFeed
from blog.sitemap import SITEMAPS, robots

# The same for everyone, whoever asks: no session is looked at, and caches may keep it for as long
# as a post that has been withdrawn may go on being seen there.
kept = cache_control(public=True, max_age=300)

urlpatterns = [
    path("feed.atom", kept(PostFeed()), name="feed"),
    path("robots.txt", kept(robots), name="robots"),
    path("sitemap.xml", kept(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
