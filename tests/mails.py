"""The mails of the site, read in its database."""

import re
from concurrent.futures import Executor

_CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


class Mails:
    """The queue of the site's mails."""

    def __init__(self, django: Executor) -> None:
        self._django = django

    def latest_code(self, email: str) -> str:
        """The code in the latest mail to this address."""
        found = _CODE.search(self._django.submit(_latest_text, email).result())
        assert found
        return found[0]

    def latest_link(self, email: str, page: str) -> str:
        """Path and fragment of the link to a page, in the latest mail to this address."""
        text = self._django.submit(_latest_text, email).result()
        found = re.search(rf"https?://[^/\s]+({page}#\S+)", text)
        assert found, text
        return found[1]

    def count(self, email: str) -> int:
        """How many mails have been queued for this address."""
        return self._django.submit(_count, email).result()


# --- In Django's process --------------------------------------------------------------------------


def _latest_text(email: str) -> str:
    from mail.models import QueuedMail

    return QueuedMail.objects.filter(recipient=email).latest("pk").text


def _count(email: str) -> int:
    from mail.models import QueuedMail

    return QueuedMail.objects.filter(recipient=email).count()
