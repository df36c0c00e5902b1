"""Serializer fields of a post."""

from typing import Any

from django.utils.text import normalize_newlines
from rest_framework import serializers

from api.fields import TextField
from blog.markdown.complexity import MAX_BODY_BYTES
from blog.normalize import normalize_line, tag_display_name
from blog.tags import MAX_NAME_LENGTH, validate_length, validate_no_comma


class NormalizedField(TextField):
    """Text that is normalised before validation; its length is checked before."""

    def normalize(self, text: str) -> str:
        raise NotImplementedError

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if not isinstance(data, str):
            return super().run_validation(data)
        if self.max_length is not None and len(data) > self.max_length:
            message = self.error_messages["max_length"].format(max_length=self.max_length)
            raise serializers.ValidationError(message, code="max_length")
        return super().run_validation(self.normalize(data))


class LineField(NormalizedField):
    """Text without line breaks and control characters, which become spaces."""

    def normalize(self, text: str) -> str:
        return normalize_line(text)


class TagNameField(NormalizedField):
    """A tag in its author's spelling."""

    def __init__(self, **options: Any) -> None:
        validators = [validate_no_comma, validate_length]
        super().__init__(max_length=MAX_NAME_LENGTH, validators=validators, **options)

    def normalize(self, text: str) -> str:
        return tag_display_name(text)


class BodyField(TextField):
    """Markdown, unchanged except for its newlines."""

    default_error_messages = {
        "body_too_large": f"This text is longer than {MAX_BODY_BYTES // 1000} kB. Split it in two."
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **options)

    def to_internal_value(self, data: object) -> str:
        text = super().to_internal_value(data)
        # Measured as sent and stored. Surrogates pass here and fail later.
        if len(text.encode(errors="surrogatepass")) > MAX_BODY_BYTES:
            self.fail("body_too_large")
        return normalize_newlines(text)
