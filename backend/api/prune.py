"""Windows of rate limits that are over."""

from django.utils import timezone

from api.models import RateLimitWindow


def prune() -> str:
    """Delete them: a limit without a row begins a new window."""
    windows, _ = RateLimitWindow.objects.filter(resets_at__lte=timezone.now()).delete()
    return f"{windows} rate limits"
