"""What the fields of a post take."""

from typing import Any

from rest_framework import serializers

from api.fields import TextField
from blog import tags
from blog.text import one_line

MOST_BYTES = 200_000


class OneLineField(TextField):
    """Text without line breaks and control characters, which become spaces."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(one_line(data) if isinstance(data, str) else data)


class TagNameField(TextField):
    """The name of a tag, in the one spelling that it has."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=tags.NAME_LENGTH, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(tags.name_of(data) if isinstance(data, str) else data)


class BodyField(TextField):
    """Markdown, kept to the character."""

    default_error_messages = {
        "body_too_large": f"This text is longer than {MOST_BYTES // 1000} kB. Split it in two."
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **options)

    def to_internal_value(self, data: object) -> str:
        text = super().to_internal_value(data)
        # Measured as what is sent and stored. ("surrogatepass": those are refused later.)
        if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
            self.fail("body_too_large")
        return text
