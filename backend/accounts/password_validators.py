"""Rules for passwords besides Django's: AUTH_PASSWORD_VALIDATORS.

No rule about kinds of characters: they make passwords harder to remember, not to guess
(NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.5).
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """Limits the work of hashing."""

    def __init__(self, max_length: int) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"The password may have {self.max_length} characters at most."


class ContextWordValidator:
    """Refuses a password that is the site's name with little around it."""

    def __init__(self, words: list[str], max_extra: int = 4) -> None:
        self.words = [word.lower() for word in words]
        self.max_extra = max_extra

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        lower = password.lower()
        if any(
            word in lower and len(lower) - len(word) * lower.count(word) <= self.max_extra
            for word in self.words
        ):
            raise ValidationError(self.get_help_text(), code="password_has_context_word")

    def get_help_text(self) -> str:
        return "The password must have more in it than the name of this site."
