"""Pages of a list: ?page= and ?page_size=."""

from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

if TYPE_CHECKING:  # importing it here would be circular
    from rest_framework.views import APIView

# Python refuses to read numbers of thousands of digits. Beyond this many, all are just "too large".
ENOUGH_DIGITS = 18


def read_number(text: str) -> int | None:
    """A whole number in plain digits; int() alone would take ' 5', '1_000' and '٣' as well."""
    if text.isascii() and text.isdigit():
        return int((text.lstrip("0") or "0")[:ENOUGH_DIGITS])
    return None


def invalid(name: str, detail: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(detail, code="invalid")]})


class PagePagination(PageNumberPagination):
    page_size = 10
    max_page_size = 100
    page_size_query_param = "page_size"

    def paginate_queryset(
        self, queryset: Any, request: Request, view: "APIView | None" = None
    ) -> list[Any] | None:
        number = read_number(request.query_params.get("page", "1"))
        if number is None or number < 1:
            raise invalid("page", "Give a whole number, 1 or higher.")
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int:
        size = read_number(request.query_params.get("page_size", str(self.page_size)))
        if size is None or not 1 <= size <= self.max_page_size:
            detail = f"Give a whole number from 1 to {self.max_page_size}."
            raise invalid("page_size", detail)
        return size

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """DRF's own says `nullable`, which OpenAPI 3.1 does not know, and requires no links."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0},
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
