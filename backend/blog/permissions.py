"""Permission to change a post."""

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from blog.models import Post


class IsAuthor(BasePermission):
    """Allows changes to the author only; staff use the admin."""

    message = "Only its author may change this post."

    def has_object_permission(self, request: Request, view: APIView, post: Post) -> bool:
        return request.method in SAFE_METHODS or post.author_id == request.user.pk
