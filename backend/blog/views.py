"""The posts' endpoints."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ModelViewSet

from api.views import Endpoint
from blog.models import Post
from blog.serializers import PostDetailSerializer, PostSerializer


@extend_schema_view(
    list=extend_schema(operation_id="listPosts", description="Published posts, newest first."),
    retrieve=extend_schema(
        operation_id="getPost", description="A published post, or a draft of one's own."
    ),
)
class PostViewSet(Endpoint, ModelViewSet[Post]):
    http_method_names = ["get", "head"]  # posts are written in the admin for now
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Post]:
        posts = Post.objects.select_related("author")
        if self.action == "list":
            # The texts are long, and a list shows none of them.
            return posts.published().defer("body", "body_html")
        return posts.visible_to(self.request.user).defer("body")

    def get_serializer_class(self) -> type[BaseSerializer[Post]]:
        return PostSerializer if self.action == "list" else PostDetailSerializer
