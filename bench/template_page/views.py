"""The list of posts as a page and as an API response, in plain Django."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from blog.models import Post

POSTS_PER_PAGE = 10
DEFERRED = ("body", "body_html", "body_text")


def posts_of_page(request: HttpRequest) -> tuple[Page[int], QuerySet[Post]]:
    """The page and its posts: ids from the index first, then the posts, as in the API."""
    ids = Post.objects.published().values_list("pk", flat=True)
    paginator: Paginator[int] = Paginator(ids, POSTS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    posts = Post.objects.filter(pk__in=list(page)).order_by("-published_at", "-id")
    return page, posts.select_related("author").prefetch_related("tags").defer(*DEFERRED)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /posts for a logged-in user."""
    page, posts = posts_of_page(request)
    return render(request, "posts.html", {"page": page, "posts": posts})


@login_required
def hand_written(request: HttpRequest) -> HttpResponse:
    """The response of GET /api/posts/, from a plain Django view."""
    page, posts = posts_of_page(request)
    following = page.next_page_number() if page.has_next() else None
    address = request.build_absolute_uri(request.path)
    return JsonResponse(
        {
            "count": page.paginator.count,
            "count_is_capped": False,
            "next": following and f"{address}?page={following}",
            "previous": None,
            "results": [_serialize(post) for post in posts],
        }
    )


def _serialize(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "title": post.title,
        "slug": post.slug,
        "author": {"id": post.author.pk, "name": post.author.name},
        "excerpt": post.excerpt,
        "visibility": post.visibility,
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in post.tags.all()],
        "published_at": post.published_at,
        "updated_at": post.updated_at,
        "highlights": [],
    }
