"""Deleted posts, for manage.py clear_expired."""

from blog import services


def prune() -> str:
    """Delete posts that can no longer be restored, which frees their creation keys."""
    return f"{services.purge()} deleted posts"
