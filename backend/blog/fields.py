"""What the fields of a post take."""

from typing import Any

from rest_framework import serializers

from api.fields import TextField
from blog import tags
from blog.normalize import one_line, with_line_feeds

MOST_BYTES = 200_000


class NormalField(TextField):
    """Text of which there is one spelling. Its length is that of what was sent."""

    def normal(self, text: str) -> str:
        raise NotImplementedError

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if not isinstance(data, str):
            return super().run_validation(data)
        if self.max_length is not None and len(data) > self.max_length:
            message = self.error_messages["max_length"].format(max_length=self.max_length)
            raise serializers.ValidationError(message, code="max_length")
        return super().run_validation(self.normal(data))


class OneLineField(NormalField):
    """Text without line breaks and control characters, which become spaces."""

    def normal(self, text: str) -> str:
        return one_line(text)


class TagNameField(NormalField):
    """A tag as its author writes it."""

    def __init__(self, **options: Any) -> None:
        validators = [tags.no_comma, tags.name_fits]
        super().__init__(max_length=tags.NAME_LENGTH, validators=validators, **options)

    def normal(self, text: str) -> str:
        return tags.spelling_of(text)


class BodyField(TextField):
    """Markdown, kept to the character but for the kind of its line breaks."""

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
        return with_line_feeds(text)
