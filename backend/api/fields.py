"""Serializer fields that take what the schema says, and nothing else."""

from rest_framework import serializers


class TextField(serializers.CharField):
    """Text only: DRF's own would take the number 12345 for the text "12345"."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
