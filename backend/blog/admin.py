"""Posts and tags in the admin."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from blog.models import Post, PostQuerySet, Tag

if TYPE_CHECKING:
    TypedPostAdmin = admin.ModelAdmin[Post]
    TypedTagAdmin = admin.ModelAdmin[Tag]
else:
    TypedPostAdmin = TypedTagAdmin = admin.ModelAdmin


@admin.register(Post)
class PostAdmin(TypedPostAdmin):
    fields = [
        *("title", "summary", "author", "body", "tags"),
        *("status", "visibility", "published_at", "version"),
    ]
    readonly_fields = ["version"]
    list_display = ["title", "author", "status", "visibility", "published_at", "updated_at"]
    list_filter = ["status", "visibility"]
    list_select_related = ["author"]
    ordering = ["-published_at", "-id"]
    search_fields = ["title", "body_text", "author__name", "author__email"]
    autocomplete_fields = ["author", "tags"]

    def get_queryset(self, request: HttpRequest) -> PostQuerySet:
        """What has been deleted is gone for staff as well."""
        return Post.objects.kept()


@admin.register(Tag)
class TagAdmin(TypedTagAdmin):
    fields = ["name"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
