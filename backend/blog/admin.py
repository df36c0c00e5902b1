"""Posts and tags in the admin."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.text import normalize_newlines

from blog import services
from blog.markdown import RenderedMarkdown, render_markdown
from blog.markdown.complexity import TOO_COMPLEX
from blog.models import Post, PostQuerySet, Tag

if TYPE_CHECKING:
    TypedPostAdmin = admin.ModelAdmin[Post]
    TypedTagAdmin = admin.ModelAdmin[Tag]
    TypedPostForm = forms.ModelForm[Post]
else:
    TypedPostAdmin = TypedTagAdmin = admin.ModelAdmin
    TypedPostForm = forms.ModelForm


class PostForm(TypedPostForm):
    """A post and the version that the form was opened with."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Set by PostAdmin.get_form.
    rendered: RenderedMarkdown | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        # As in the API.
        cast(forms.CharField, self.fields["body"]).strip = False

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if self.rendered and self.rendered.is_too_complex and "body" in self.changed_data:
            raise forms.ValidationError(TOO_COMPLEX, code="body_too_complex")
        return body

    def clean(self) -> None:
        super().clean()
        seen, version = self.cleaned_data.get("seen_version"), self.instance.version
        if not self.instance._state.adding and seen != version:
            raise forms.ValidationError(
                f"This post has changed since you opened it: it is now at version {version}, you "
                f"started from {seen}. Nothing has been saved. Copy your text, open the post again "
                "and make your change there.",
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
        return Post.objects.not_deleted()

    def view_on_site(self, post: Post) -> str:
        """Return the front end's page, which may be on another domain."""
        return f"{settings.FRONTEND_ORIGIN}{post.get_absolute_url()}"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Post | None:
        """Lock the post that a POST is about to change."""
        post = super().get_object(request, object_id, from_field)
        if post is None or request.method != "POST":
            return post
        return Post.objects.not_deleted().select_for_update().filter(pk=post.pk).first()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the body before Django opens the transaction around the rest."""
        if request.method == "POST":
            body = normalize_newlines(request.POST.get("body", ""))
            # The admin hands only the request on to get_form and save_model.
            request.rendered = render_markdown(body)  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any
    ) -> type[TypedPostForm]:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.rendered = getattr(request, "rendered", None)
        return cast(type[TypedPostForm], form)

    def save_model(self, request: HttpRequest, post: Post, form: Any, change: bool) -> None:
        services.save_post(post, form.rendered)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the tags, and then index the post under them."""
        super().save_related(request, form, formsets, change)
        services.reindex_tags(Post.objects.filter(pk=form.instance.pk))


@admin.register(Tag)
class TagAdmin(TypedTagAdmin):
    fields = ["name"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
