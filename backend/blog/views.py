"""The endpoints of posts."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotAuthenticated, NotFound, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import ModelViewSet

from accounts.models import User
from api.idempotency import AlreadyCreated, idempotency_key
from api.locks import exclusive_lock
from api.pagination import PagePagination
from api.preconditions import VersionConflict, etag, expected_etags
from api.throttling import AtomicScopedRateThrottle
from blog import og_image, schema, search, selectors, services
from blog.markdown import RenderedMarkdown, render_markdown
from blog.markdown.complexity import TOO_COMPLEX
from blog.models import Post, PostQuerySet, Tag
from blog.permissions import IsAuthor
from blog.serializers import (
    DraftSerializer,
    MarkdownSerializer,
    PostContentSerializer,
    PostDetailSerializer,
    PostQuerySerializer,
    PostReplacementSerializer,
    PostSerializer,
)
from session_auth.views import Endpoint

Ids = QuerySet[Any, int] | list[int]


@schema.post_view_set
class PostViewSet(Endpoint, ModelViewSet[Post]):
    """Lists, reads and writes posts; `blog.schema` describes each action."""

    serializer_class = PostContentSerializer
    lookup_value_converter = "int"
    throttle_classes = [AtomicScopedRateThrottle]
    throttle_scope = "writing"

    @property
    def extra_errors(self) -> set[HTTPStatus]:
        return schema.EXTRA_ERRORS.get(self.action, set())

    def get_permissions(self) -> list[BasePermission]:
        if self.action in ("public", "retrieve"):
            return [AllowAny()]
        return [IsAuthenticated(), IsAuthor()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [] if self.request.method in SAFE_METHODS else super().get_throttles()

    def get_queryset(self) -> PostQuerySet:
        posts = Post.objects.select_related("author").prefetch_related("tags").defer("body_text")
        if self.action == "restore":
            return posts.restorable_by(self.request.user)
        return posts.visible_to(self.request.user)

    def get_object(self, *, lock: bool = False) -> Post:
        """Return the post of the URL; `lock` needs a transaction.

        Visitors get NotAuthenticated for every post they cannot read, so that they do not learn
        which exist.
        """
        posts = self.get_queryset()
        if lock:
            posts = posts.select_for_update(of=["self"])
        post = posts.filter(pk=self.kwargs["pk"]).first()
        if post is None:
            raise NotAuthenticated if self.request.user.is_anonymous else NotFound
        self.check_object_permissions(self.request, post)
        return post

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a page of the posts that members may read."""
        return self.list_response(Post.objects.published(), public=False)

    @action(detail=False)
    def public(self, request: Request) -> Response:
        """Return a page of the posts that need no account."""
        return self.list_response(Post.objects.public(), public=True)

    @action(detail=False)
    def drafts(self, request: Request) -> Response:
        """Return a page of the user's drafts."""
        drafts = Post.objects.drafts_of(request.user)
        return self.paginated_response(drafts, drafts.values_list("pk", flat=True), DraftSerializer)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a post with its ETag."""
        return self.detail_response(self.get_object())

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Create a post, or return the one that this Idempotency-Key has created."""
        key = idempotency_key(request)
        form = PostContentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        content = form.validated_data
        rendered = render_body(content["body"])
        try:
            author = cast(User, request.user)
            post = services.create_post_once(author, content, rendered, key)
        except services.KeyReusedError as error:
            raise AlreadyCreated(self.details(error.post)) from None
        return self.detail_response(post, HTTPStatus.CREATED)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Replace a post (PUT) or change some of it (PATCH), if If-Match names its version."""
        partial = kwargs.get("partial", False)
        serializer = PostContentSerializer if partial else PostReplacementSerializer
        post = self.get_object()
        etags = expected_etags(request)
        form = serializer(post, data=request.data, partial=partial)
        form.is_valid(raise_exception=True)
        content = form.validated_data
        self.check_version(post, etags, content)
        rendered = render_body(content.get("body", post.body), stored=post.body)
        with transaction.atomic():
            post = self.get_object(lock=True)
            self.check_version(post, etags, content)
            services.update_post(post, content, rendered)
        return self.detail_response(post)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a post, if If-Match names its version."""
        with transaction.atomic():
            post = self.get_object(lock=True)
            self.check_version(post, expected_etags(request), {})
            services.soft_delete(post)
        return Response(status=HTTPStatus.NO_CONTENT)

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Restore a post that its author has deleted."""
        with transaction.atomic():
            post = self.get_object(lock=True)
            services.restore(post)
        return self.detail_response(post)

    @action(detail=False, methods=["post"], throttle_scope="previews")
    def preview(self, request: Request) -> Response:
        """Render a body without saving it, one at a time for each member."""
        form = MarkdownSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        with exclusive_lock(f"preview-{request.user.pk}"):
            return Response({"body_html": render_body(form.validated_data["body"]).html})

    def check_version(self, post: Post, etags: set[str], submitted: dict[str, Any]) -> None:
        if etag(post.version) not in etags:
            raise VersionConflict(self.details(post), submitted)

    def details(self, post: Post) -> dict[str, Any]:
        return PostDetailSerializer(post, context=self.get_serializer_context()).data

    def detail_response(self, post: Post, status: HTTPStatus = HTTPStatus.OK) -> Response:
        return Response(self.details(post), status, headers={"ETag": etag(post.version)})

    def list_response(self, posts: PostQuerySet, *, public: bool) -> Response:
        """Filter, search and paginate by the query parameters."""
        form = PostQuerySerializer(data=self.request.query_params.dict())
        form.is_valid(raise_exception=True)
        query = form.validated_data
        if "author" in query:
            self.check_author(query["author"], posts, public=public)
        if "tag" in query:
            # By id, so that the query planner knows how many posts have this tag.
            query["tag"] = Tag.objects.filter(slug=query["tag"]).first()
            if query["tag"] is None:
                return self.paginated_response(posts, [], PostSerializer)
        words = query.get("search", "")
        if not words:
            ids = selectors.filtered_ids(posts, query, public=public)
            return self.paginated_response(posts, ids, PostSerializer)
        cast(PagePagination, self.paginator).max_results = search.MAX_RESULTS
        found = selectors.search_ids(posts, query, public=public)
        return self.paginated_response(posts, found, PostSerializer, words)

    def check_author(self, author: int, posts: PostQuerySet, *, public: bool) -> None:
        """Raise NotFound for an author without posts in the list, as for an unknown one.

        Members may ask for their own before their first post.
        """
        is_self = author == self.request.user.pk and not public
        if not is_self and not posts.filter(author=author).exists():
            raise NotFound("There is no author of this id, or no post of theirs that you may see.")

    def paginated_response(
        self,
        posts: PostQuerySet,
        ids: Ids,
        serializer: type[PostSerializer],
        words: str = "",
    ) -> Response:
        """Paginate ids, which come off an index at any depth of the list, and then read the posts.

        words: the search, for the highlights.
        """
        page = cast("list[int]", self.paginate_queryset(ids))
        highlights = search.highlights(posts.filter(pk__in=page), words) if words else {}
        context = {**self.get_serializer_context(), "highlights": highlights}
        rows = serializer(selectors.listed_posts(posts, page), many=True, context=context)
        return self.get_paginated_response(rows.data)


def render_body(body: str, stored: str = "") -> RenderedMarkdown:
    """Render a submitted body, or raise ValidationError if it is too complex.

    A body that equals the stored one is accepted: the limits may be newer.
    """
    rendered = render_markdown(body)
    if rendered.is_too_complex and rendered.source != stored:
        detail = ErrorDetail(TOO_COMPLEX, code="body_too_complex")
        raise ValidationError({"body": [detail]})
    return rendered


class IgnoreAccept(BaseContentNegotiation):
    """Sends JSON errors even to clients that accept images only."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class OgImageView(Endpoint):
    """The Open Graph image of a public post."""

    permission_classes = [AllowAny]
    content_negotiation_class = IgnoreAccept

    def perform_authentication(self, request: Request) -> None:
        """Skip the session: the image is public, and caches may store it."""
        if request.method not in SAFE_METHODS:
            super().perform_authentication(request)

    @schema.og_image
    @method_decorator(cache_control(public=True, max_age=300))
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """Return the Open Graph image of a public post."""
        posts = Post.objects.public().select_related("author")
        post = get_object_or_404(posts.only("title", "author__name"), pk=pk)
        digest = og_image.digest(post)
        etag = f'"{digest}"'
        # Other sites may embed the image.
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "ETag": etag}
        response = get_conditional_response(request._request, etag)
        if response is None:
            png = og_image.get_or_draw(post, digest)
            return HttpResponse(png, content_type="image/png", headers=headers)
        for name, value in headers.items():
            response[name] = value
        return response
