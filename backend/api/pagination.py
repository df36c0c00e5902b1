"""Pages of a list: ?page= and ?page_size=.

Counting or skipping a million rows is slow. A list is therefore counted and paged to a limit only,
and `count_is_capped` says so.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import parse_integer

if TYPE_CHECKING:  # importing it here would be circular
    from rest_framework.views import APIView

    TypedPaginator = Paginator[Any]
else:
    TypedPaginator = Paginator


def invalid(name: str, detail: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(detail, code="invalid")]})


class CappedPaginator(TypedPaginator):
    """Counts up to `max_results` rows."""

    def __init__(self, rows: Any, page_size: int, max_results: int) -> None:
        super().__init__(rows, page_size)
        self.max_results = max_results

    @cached_property
    def counted(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self.max_results + 1].count()
        return len(rows[: self.max_results + 1])

    @property
    def count(self) -> int:
        return min(self.counted, self.max_results)

    @property
    def is_capped(self) -> bool:
        return self.counted > self.max_results


class PagePagination(PageNumberPagination):
    # A view may set less.
    max_results = 10_000
    page_size = 10
    max_page_size = 100
    page_size_query_param = "page_size"

    def paginate_queryset(
        self, queryset: Any, request: Request, view: "APIView | None" = None
    ) -> list[Any] | None:
        number = parse_integer(request.query_params.get("page", "1"))
        if number is None or number < 1:
            raise invalid("page", "Give a whole number, 1 or higher.")
        if (number - 1) * self.get_page_size(request) >= self.max_results:
            detail = f"Lists end after {self.max_results:,}. Search for something more specific."
            raise NotFound(detail)
        return super().paginate_queryset(queryset, request, view)

    # DRF has a class here and only calls it; a method knows the limit of this list as well.
    def django_paginator_class(self, rows: Any, page_size: int) -> CappedPaginator:  # type: ignore[override]
        return CappedPaginator(rows, page_size, self.max_results)

    def get_paginated_response(self, data: Any) -> Response:
        page = cast("Page[Any]", self.page)
        paginator = cast(CappedPaginator, page.paginator)
        return Response(
            {
                "count": paginator.count,
                "count_is_capped": paginator.is_capped,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def get_page_size(self, request: Request) -> int:
        size = parse_integer(request.query_params.get("page_size", str(self.page_size)))
        if size is None or not 1 <= size <= self.max_page_size:
            detail = f"Give a whole number from 1 to {self.max_page_size}."
            raise invalid("page_size", detail)
        return size

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """DRF's own has `nullable`, which OpenAPI 3.1 lacks, and does not require the links."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "count_is_capped", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0},
                "count_is_capped": {
                    "type": "boolean",
                    "description": "Whether there are more results than `count`.",
                },
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        return [
            {
                "name": "page",
                "in": "query",
                "required": False,
                "description": "Which page, counted from 1.",
                "schema": {"type": "integer", "minimum": 1, "default": 1},
            },
            {
                "name": self.page_size_query_param,
                "in": "query",
                "required": False,
                "description": "How many to a page.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.max_page_size,
                    "default": self.page_size,
                },
            },
        ]
