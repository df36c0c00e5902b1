"""The posts' endpoints."""

from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotAuthenticated, ValidationError
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import ModelViewSet

from api.idempotency import AlreadyCreated, idempotency_key
from api.one_at_a_time import one_at_a_time
from api.preconditions import VersionConflict, etag, expected_etags
from api.throttling import AtomicScopedRateThrottle
from blog import markdown, schema
from blog.markdown.complexity import TOO_COMPLEX
from blog.models import Post, PostQuerySet
from blog.permissions import IsAuthor
from blog.selectors import PostListing
from blog.serializers import (
    DraftSerializer,
    MarkdownSerializer,
    PostContentSerializer,
    PostDetailSerializer,
    PostReplacementSerializer,
    content_of,
)
from session_auth.views import Endpoint


def rendered(body: str, stored: str = "") -> markdown.Rendering:
    """Render what an author sends, or refuse it if it is too complex.

    What is stored already, and has only been sent along, is not refused.
    """
    rendering = markdown.rendering_of(body)
    if rendering.is_too_complex and rendering.source != stored:
        detail = ErrorDetail(TOO_COMPLEX, code="body_too_complex")
        raise ValidationError({"body": [detail]})
    return rendering


@schema.of_posts
class PostViewSet(PostListing, Endpoint, ModelViewSet[Post]):
    serializer_class = PostContentSerializer
    lookup_value_converter = "int"
    throttle_classes = [AtomicScopedRateThrottle]
    throttle_scope = "writing"
    locking = False

    @property
    def extra_errors(self) -> set[HTTPStatus]:
        return schema.EXTRA_ERRORS.get(self.action, set())

    def get_permissions(self) -> list[BasePermission]:
        if self.action in ("public", "retrieve"):
            return [AllowAny()]
        return [IsAuthenticated(), IsAuthor()]

    def get_throttles(self) -> list[BaseThrottle]:
        reading = self.request.method in SAFE_METHODS
        return [] if reading else super().get_throttles()

    def get_queryset(self) -> PostQuerySet:
        posts = Post.objects.select_related("author").prefetch_related("tags").defer("body_text")
        if self.locking:
            posts = posts.select_for_update(of=["self"])
        if self.action == "restore":
            return posts.restorable_by(self.request.user)
        return posts.visible_to(self.request.user)

    def get_object(self) -> Post:
        try:
            return super().get_object()
        except Http404:
            # Who has not logged in does not learn what there is and what there is not.
            if self.request.user.is_anonymous:
                raise NotAuthenticated from None
            raise

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer_with_list(Post.objects.published(), public=False)

    @action(detail=False)
    def public(self, request: Request) -> Response:
        return self.answer_with_list(Post.objects.public(), public=True)

    @action(detail=False)
    def drafts(self, request: Request) -> Response:
        drafts = Post.objects.drafts_of(request.user)
        return self.answer_with_page(drafts, drafts.values_list("pk", flat=True), DraftSerializer)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer_with(self.get_object())

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        form = PostContentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        rendering = rendered(form.validated_data["body"])
        try:
            with transaction.atomic():
                # Who sends again what has been deleted meanwhile wants it to be there.
                deleted = Post.objects.filter(author_id=request.user.pk, deleted_at__isnull=False)
                deleted.filter(creation_key=key).update(creation_key=None)
                post = form.save(author=request.user, creation_key=key, rendering=rendering)
        except IntegrityError:
            # The key has been used: by this very request, whose answer got lost, or not.
            made = Post.objects.filter(author_id=request.user.pk, creation_key=key).first()
            if made is None:
                raise
            post = made
            if content_of(post) != form.validated_data:
                raise AlreadyCreated(self.details(post)) from None
        return self.answer_with(post, HTTPStatus.CREATED)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        partial = kwargs.get("partial", False)
        serializer = PostContentSerializer if partial else PostReplacementSerializer
        post = self.get_object()
        etags = expected_etags(request)
        form = serializer(post, data=request.data, partial=partial)
        form.is_valid(raise_exception=True)
        self.refuse_if_stale(post, etags, form.validated_data)
        # A text can take a second to render: that is over before anybody has to wait for the post.
        rendering = rendered(form.validated_data.get("body", post.body), stored=post.body)
        with transaction.atomic():
            form.instance = post = self.get_locked_object()
            self.refuse_if_stale(post, etags, form.validated_data)
            form.save(rendering=rendering)
        return self.answer_with(post)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            post = self.get_locked_object()
            self.refuse_if_stale(post, expected_etags(request), {})
            post.put_away()
        return Response(status=HTTPStatus.NO_CONTENT)

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            post = self.get_locked_object()
            post.bring_back()
        return self.answer_with(post)

    @action(detail=False, methods=["post"], throttle_scope="previews")
    def preview(self, request: Request) -> Response:
        form = MarkdownSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        with one_at_a_time(f"preview-{request.user.pk}"):
            return Response({"body_html": rendered(form.validated_data["body"]).html})

    def get_locked_object(self) -> Post:
        """The post, which nobody else can change until the transaction ends."""
        self.locking = True
        return self.get_object()

    def refuse_if_stale(self, post: Post, etags: set[str], submitted: dict[str, Any]) -> None:
        if etag(post.version) not in etags:
            raise VersionConflict(self.details(post), submitted)

    def details(self, post: Post) -> dict[str, Any]:
        return PostDetailSerializer(post, context=self.get_serializer_context()).data

    def answer_with(self, post: Post, status: HTTPStatus = HTTPStatus.OK) -> Response:
        return Response(self.details(post), status, headers={"ETag": etag(post.version)})
