"""What manage.py clear_expired deletes of the blog."""

from blog import services


def clear() -> str:
    """Purge deleted posts, which frees their creation keys, and report the number."""
    return f"{services.purge()} deleted posts"
