"""The OpenAPI descriptions of the posts' endpoints."""

from http import HTTPStatus

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from api.schema import DESCRIPTIONS
from blog.serializers import (
    AlreadyCreatedSerializer,
    DraftSerializer,
    MarkdownSerializer,
    PostContentSerializer,
    PostDetailSerializer,
    PostQuerySerializer,
    PostReplacementSerializer,
    PostSerializer,
    PreviewSerializer,
    VersionConflictSerializer,
)

VERSION = '^"[0-9]+"$'
ETAG = OpenApiParameter(
    "ETag",
    {"type": "string", "pattern": VERSION},
    OpenApiParameter.HEADER,
    response=[200, 201],
    required=True,
    description="The version of the post, for the If-Match header of a change.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": VERSION},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version that the change started from.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="Made by the client. The same key and content again make no second post.",
)
CONFLICT = {
    412: OpenApiResponse(VersionConflictSerializer, DESCRIPTIONS[HTTPStatus.PRECONDITION_FAILED])
}
ALREADY_CREATED = {
    409: OpenApiResponse(AlreadyCreatedSerializer, DESCRIPTIONS[HTTPStatus.CONFLICT])
}

# In addition to those of every endpoint (api/schema.py).
EXTRA_ERRORS = {
    "retrieve": {HTTPStatus.FORBIDDEN},
    "update": {HTTPStatus.PRECONDITION_REQUIRED},
    "partial_update": {HTTPStatus.PRECONDITION_REQUIRED},
    "destroy": {HTTPStatus.PRECONDITION_REQUIRED},
}

post_view_set = extend_schema_view(
    list=extend_schema(
        operation_id="listPosts",
        description="Published posts, for members.",
        parameters=[PostQuerySerializer],
        responses=PostSerializer(many=True),
    ),
    public=extend_schema(
        operation_id="listPublicPosts",
        description="Published posts that are for everyone.",
        parameters=[PostQuerySerializer],
        responses=PostSerializer(many=True),
    ),
    drafts=extend_schema(
        operation_id="listDrafts",
        description="One's own drafts, last changed first.",
        responses=DraftSerializer(many=True),
    ),
    retrieve=extend_schema(
        operation_id="getPost",
        description="A published post, or a draft of one's own. Visitors see public posts only.",
        parameters=[ETAG],
        responses=PostDetailSerializer,
    ),
    create=extend_schema(
        operation_id="createPost",
        description="Write a post. Repeating the request does not make another one.",
        parameters=[IDEMPOTENCY_KEY, ETAG],
        request=PostContentSerializer,
        responses={201: PostDetailSerializer, **ALREADY_CREATED},
    ),
    update=extend_schema(
        operation_id="replacePost",
        description="Change all of a post of one's own.",
        parameters=[IF_MATCH, ETAG],
        request=PostReplacementSerializer,
        responses={200: PostDetailSerializer, **CONFLICT},
    ),
    partial_update=extend_schema(
        operation_id="updatePost",
        description="Change some of a post of one's own.",
        parameters=[IF_MATCH, ETAG],
        request=PostContentSerializer,
        responses={200: PostDetailSerializer, **CONFLICT},
    ),
    destroy=extend_schema(
        operation_id="deletePost",
        description="Delete a post of one's own. For an hour it can be restored.",
        parameters=[IF_MATCH],
        responses={204: None, **CONFLICT},
    ),
    restore=extend_schema(
        operation_id="restorePost",
        description="Bring back a post that one has deleted.",
        parameters=[ETAG],
        request=None,
        responses=PostDetailSerializer,
    ),
    preview=extend_schema(
        operation_id="previewPost",
        description="Show what a text will look like.",
        request=MarkdownSerializer,
        responses=PreviewSerializer,
    ),
)

og_image = extend_schema(
    operation_id="getPostCard", responses={(200, "image/png"): OpenApiTypes.BINARY}
)
