"""Delete expired windows of rate limits."""

from django.utils import timezone

from api.models import RateLimitWindow


def prune() -> str:
    """Delete them and return how many, in words. A limit without a row begins a new window."""
    windows, _ = RateLimitWindow.objects.filter(resets_at__lte=timezone.now()).delete()
    return f"{windows} rate limits"
