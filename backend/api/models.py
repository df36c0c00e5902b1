"""The table of the rate limits."""

from django.db import models


class RateLimitWindow(models.Model):
    """The remaining requests of one limit until its window ends."""

    key = models.CharField(primary_key=True, max_length=100)
    remaining = models.PositiveIntegerField()
    resets_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
