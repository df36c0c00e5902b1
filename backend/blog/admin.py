"""Posts in the admin."""

from typing import TYPE_CHECKING

from django.contrib import admin

from blog.models import Post

if TYPE_CHECKING:
    TypedAdmin = admin.ModelAdmin[Post]
else:
    TypedAdmin = admin.ModelAdmin


@admin.register(Post)
class PostAdmin(TypedAdmin):
    fields = ["title", "slug", "author", "body", "status", "published_at"]
    list_display = ["title", "author", "status", "published_at", "updated_at"]
    list_filter = ["status"]
    list_select_related = ["author"]
    ordering = ["-published_at", "-id"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title", "body", "author__name", "author__email"]
    autocomplete_fields = ["author"]
