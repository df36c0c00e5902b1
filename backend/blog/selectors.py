"""Lists of posts: which, in which order, and what is shown of each."""

from typing import Any, cast

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from api.pagination import PagePagination
from blog import search
from blog.models import Post, PostQuerySet, Tag, TaggedPost
from blog.search.highlights import MOST_FOUND, Passage
from blog.serializers import PostQuerySerializer, PostSerializer

# The texts are long, and a list shows none of them.
NOT_LISTED = ["body", "body_html", "body_text"]


def conditions_of(query: dict[str, Any], *, public: bool) -> dict[str, Any]:
    """What the filters ask of a post in a tag's list, or else of any post."""
    conditions = {"author": query["author"]} if "author" in query else {}
    if "tag" in query:
        conditions["tag"] = query["tag"]
        if public:
            conditions["is_public"] = True
    return conditions


def narrowed(posts: PostQuerySet, query: dict[str, Any], *, public: bool) -> PostQuerySet:
    """What the filters leave, in the order that was asked for."""
    conditions = conditions_of(query, public=public)
    if "tag" in query:
        conditions = {f"tagged__{name}": value for name, value in conditions.items()}
        posts = posts.order_by("-tagged__published_at", "-tagged__post_id")
    posts = posts.filter(**conditions)
    return posts.reverse() if query.get("ordering") == "published_at" else posts


def ids_of(posts: PostQuerySet, query: dict[str, Any], *, public: bool) -> QuerySet[Any, int]:
    """The same, read off an index alone."""
    if "tag" not in query:
        return narrowed(posts, query, public=public).values_list("pk", flat=True)
    tagged = TaggedPost.objects.filter(**conditions_of(query, public=public))
    tagged = tagged.order_by("-published_at", "-post_id")
    tagged = tagged.reverse() if query.get("ordering") == "published_at" else tagged
    return tagged.values_list("post_id", flat=True)


class PostListing(GenericAPIView[Post]):
    """Answers with a page of posts.

    First come the ids of the page, which the database reads off an index however far down the
    list it is, and then the posts.
    """

    def answer_with_list(self, posts: PostQuerySet, *, public: bool) -> Response:
        form = PostQuerySerializer(data=self.request.query_params.dict())
        form.is_valid(raise_exception=True)
        query = form.validated_data
        if "author" in query:
            self.expect_author(query["author"], posts, public=public)
        words = query.get("search", "")
        if "tag" in query:
            # Looked up first: how to go about it best depends on how many posts have this very tag.
            query["tag"] = Tag.objects.filter(slug=query["tag"]).first()
            if query["tag"] is None:
                return self.answer_with_page(posts, [], PostSerializer)
        if not words:
            ids = ids_of(posts, query, public=public)
            return self.answer_with_page(posts, ids, PostSerializer)
        cast(PagePagination, self.paginator).most = MOST_FOUND
        found = search.find(narrowed(posts, query, public=public), words, query.get("ordering"))
        return self.answer_with_page(posts, found, PostSerializer, words)

    def expect_author(self, author: int, posts: PostQuerySet, *, public: bool) -> None:
        """Raise a 404 for an author without a post that the visitor may see, as for an unknown one.

        Members may always ask for their own.
        """
        is_self = author == self.request.user.pk and not public
        if not is_self and not posts.filter(author=author).exists():
            raise NotFound("There is no author of this id, or no post of theirs that you may see.")

    def answer_with_page(
        self,
        posts: PostQuerySet,
        ids: QuerySet[Any, int] | list[int],
        serializer: type[PostSerializer],
        words: str = "",
    ) -> Response:
        page = cast(list[int], self.paginate_queryset(ids))
        posts = posts.filter(pk__in=page).order_by()
        found: dict[int, Passage] = search.highlights(posts, words) if words else {}
        context = {**self.get_serializer_context(), "highlights": found}
        shown = posts.select_related("author").prefetch_related("tags").defer(*NOT_LISTED)
        by_id = {post.pk: post for post in shown}
        # One that has gone since its id was read, or may no longer be seen, is left out.
        rows = [by_id[pk] for pk in page if pk in by_id]
        return self.get_paginated_response(serializer(rows, many=True, context=context).data)
