from django.urls import path
from rest_framework.routers import SimpleRouter

from blog.views import OgImageView, PostViewSet

router = SimpleRouter(use_regex_path=False)
router.register("posts", PostViewSet, basename="post")

urlpatterns = [
    path("posts/<int:pk>/card.png", OgImageView.as_view(), name="post-og-image"),
    *router.urls,
]
