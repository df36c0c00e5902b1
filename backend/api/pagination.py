"""Pages of a list: ?page= and ?page_size=."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView

# Longer numbers mean nothing here, and Python refuses to read very long ones.
MAXIMUM_DIGITS = 18


def read_number(text: str) -> int | None:
    """A whole number in plain digits; int() alone would take ' 5', '1_000' and '٣' as well."""
    if text.isascii() and text.isdigit() and len(text) <= MAXIMUM_DIGITS:
        return int(text)
    return None


def invalid(name: str, detail: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(detail, code="invalid")]})


class PagePagination(PageNumberPagination):
    page_size = 10
    max_page_size = 100
    page_size_query_param = "page_size"

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
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
