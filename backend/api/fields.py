"""Strict serializer fields, which accept only what the schema describes."""

from typing import Any

from rest_framework import serializers

# Python refuses to read numbers of thousands of digits. Longer numbers are read as MAX_INTEGER + 1
# or above.
MAX_DIGITS = 17
MAX_INTEGER = 10**MAX_DIGITS - 1


def parse_integer(text: str) -> int | None:
    """Read a whole number in plain digits; int() alone accepts " 5", "1_000" and "٣" as well."""
    if text.isascii() and text.isdigit():
        return int((text.lstrip("0") or "0")[: MAX_DIGITS + 1])
    return None


class TextField(serializers.CharField):
    """A string; DRF's own accepts the number 12345 as "12345"."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdField(serializers.IntegerField):
    """An id in a query string, in plain digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_INTEGER, **options)

    def to_internal_value(self, data: object) -> int:
        number = parse_integer(data) if isinstance(data, str) else None
        if number is None:
            self.fail("invalid")
        return number
