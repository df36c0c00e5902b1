"""The list of posts as a Django template, and as JSON without REST framework."""

from django.urls import include, path

from bench.template_page.views import hand_written, page

urlpatterns = [
    path("template/posts", page),
    path("hand-written/posts/", hand_written),
    path("", include("config.urls")),
]
