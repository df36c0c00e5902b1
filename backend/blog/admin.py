"""Posts and tags in the admin."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from blog import markdown
from blog.markdown.complexity import TOO_COMPLEX
from blog.models import Post, PostQuerySet, Tag
from blog.normalize import with_line_feeds

if TYPE_CHECKING:
    TypedPostAdmin = admin.ModelAdmin[Post]
    TypedTagAdmin = admin.ModelAdmin[Tag]
    TypedPostForm = forms.ModelForm[Post]
else:
    TypedPostAdmin = TypedTagAdmin = admin.ModelAdmin
    TypedPostForm = forms.ModelForm


class PostForm(TypedPostForm):
    """A post, and the version of it that whoever fills in the form has seen."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Of the text as it has been sent.
    rendering: markdown.Rendering | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        # Spaces at its ends stay, as by the API.
        cast(forms.CharField, self.fields["body"]).strip = False

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if self.rendering and self.rendering.is_too_complex and "body" in self.changed_data:
            raise forms.ValidationError(TOO_COMPLEX, code="body_too_complex")
        return body

    def clean(self) -> None:
        super().clean()
        seen, version = self.cleaned_data.get("seen_version"), self.instance.version
        if not self.instance._state.adding and seen != version:
            raise forms.ValidationError(
                f"Somebody has changed this post since you opened it: it is at version {version} "
                f"now, you started from {seen}. Nothing has been saved. Keep what you have "
                "written, open the post again and make your change there.",
                code="version_conflict",
            )


@admin.register(Post)
class PostAdmin(TypedPostAdmin):
    form = PostForm
    fields = [
        *("title", "summary", "author", "body", "tags"),
        *("status", "visibility", "published_at", "version", "seen_version"),
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

    def view_on_site(self, post: Post) -> str:
        """The front end's page, which may have a domain name of its own."""
        return f"{settings.FRONTEND_ORIGIN}{post.get_absolute_url()}"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Post | None:
        """The post; for a change, as nobody else can change it meanwhile."""
        post = super().get_object(request, object_id, from_field)
        if post is None or request.method != "POST":
            return post
        return Post.objects.kept().select_for_update().filter(pk=post.pk).first()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the text before the transaction that Django makes of the rest begins."""
        if request.method == "POST":
            rendering = markdown.rendering_of(with_line_feeds(request.POST.get("body", "")))
            # The request is all that is handed on to save_model; its type has no such name.
            request.rendering = rendering  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any
    ) -> type[TypedPostForm]:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.rendering = getattr(request, "rendering", None)
        return form  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, post: Post, form: Any, change: bool) -> None:
        post.rendering = request.rendering  # type: ignore[attr-defined]
        super().save_model(request, post, form, change)


@admin.register(Tag)
class TagAdmin(TypedTagAdmin):
    fields = ["name"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
