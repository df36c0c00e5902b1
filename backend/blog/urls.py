from django.urls import path
from rest_framework.routers import SimpleRouter

from blog.card_view import CardView
from blog.views import PostViewSet

router = SimpleRouter(use_regex_path=False)
router.register("posts", PostViewSet, basename="post")

urlpatterns = [
    path("posts/<int:pk>/card.png", CardView.as_view(), name="post-card"),
    *router.urls,
]
