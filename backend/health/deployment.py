"""Which deployment this is."""

from django.utils.crypto import salted_hmac


def deployment() -> str:
    """The same for all processes that have one secret, and telling nothing of it.

    By it `manage.py doctor` knows whether two addresses lead to one API.
    """
    return salted_hmac("health.deployment", "", algorithm="sha256").hexdigest()[:12]
