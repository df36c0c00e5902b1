"""Lists of posts: which, in which order, and what is shown of each."""

from typing import Any, cast

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from api.pagination import PagePagination
from blog import search
from blog.models import Post, PostQuerySet, Tag
from blog.search.passages import MOST_FOUND, Passage
from blog.serializers import PostQuerySerializer, PostSerializer

# The texts are long, and a list shows none of them.
NOT_LISTED = ["body", "body_html", "body_text"]
# How far a tag's posts are counted and paged through. No index has them in order.
MOST_TAGGED = 1000


def narrowed(posts: PostQuerySet, query: dict[str, Any]) -> PostQuerySet:
    """What the filters leave, in the order that was asked for."""
    if "author" in query:
        posts = posts.filter(author_id=query["author"])
    if "tag" in query:
        # Looked up first: how to go about it best depends on how many posts have this very tag.
        tag = Tag.objects.filter(slug=query["tag"]).first()
        posts = posts.filter(tags=tag) if tag else posts.none()
    if query.get("ordering") == "published_at":
        posts = posts.order_by("published_at", "id")
    return posts


class PostListing(GenericAPIView[Post]):
    """Answers with a page of posts.

    First come the ids of the page, which the database reads off an index however far down the
    list it is, and then the posts.
    """

    def answer_with_list(self, posts: PostQuerySet) -> Response:
        form = PostQuerySerializer(data=self.request.query_params.dict())
        form.is_valid(raise_exception=True)
        query = form.validated_data
        posts, words = narrowed(posts, query), query.get("search", "")
        paginator = cast(PagePagination, self.paginator)
        if words:
            paginator.most = MOST_FOUND
            found = search.find(posts, words, query.get("ordering"))
            return self.answer_with_page(found, PostSerializer, words)
        if "tag" in query:
            paginator.most = MOST_TAGGED
        return self.answer_with_page(posts.values_list("pk", flat=True), PostSerializer)

    def answer_with_page(
        self, ids: QuerySet[Any, int] | list[int], serializer: type[PostSerializer], words: str = ""
    ) -> Response:
        page = cast(list[int], self.paginate_queryset(ids))
        posts = Post.objects.filter(pk__in=page)
        found: dict[int, Passage] = search.highlights(posts, words) if words else {}
        context = {**self.get_serializer_context(), "highlights": found}
        shown = posts.select_related("author").prefetch_related("tags").defer(*NOT_LISTED)
        by_id = {post.pk: post for post in shown}
        # One that has gone since its id was read is left out.
        rows = [by_id[pk] for pk in page if pk in by_id]
        return self.get_paginated_response(serializer(rows, many=True, context=context).data)
