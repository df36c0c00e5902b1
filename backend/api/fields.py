"""Serializer fields that take what the schema says, and nothing else."""

from typing import Any

from rest_framework import serializers

from api.numbers import TOO_LARGE, read_number


class TextField(serializers.CharField):
    """Text only: DRF's own would take the number 12345 for the text "12345"."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdField(serializers.IntegerField):
    """The number of a thing, in plain digits, as it comes in a query."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=TOO_LARGE - 1, **options)

    def to_internal_value(self, data: object) -> int:
        number = read_number(data) if isinstance(data, str) else None
        if number is None:
            self.fail("invalid")
        return number
