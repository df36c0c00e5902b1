"""The outbox: the mails of a development machine, which has no mail server."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mail.models import QueuedMail

View = Callable[..., HttpResponse]
MAX_MAILS = 100
# Mails have inline styles. Nothing else is loaded, and no script runs.
CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def local_only(view: View) -> View:
    """Answer 404 unless ENVIRONMENT is local: mails hold codes and links of all accounts."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if settings.ENVIRONMENT != "local":
            raise Http404
        response = view(request, **kwargs)
        response["Content-Security-Policy"] = CSP
        return response

    return never_cache(require_safe(wrapper))


@local_only
def outbox(request: HttpRequest) -> HttpResponse:
    """List the latest mails."""
    mails = QueuedMail.objects.order_by("-pk")[:MAX_MAILS]
    return render(request, "mail/outbox.html", {"mails": mails})


@local_only
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of a mail."""
    mail = get_object_or_404(QueuedMail, pk=pk)
    return render(request, "mail/outbox_mail.html", {"mail": mail})


@local_only
def outbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the HTML of a mail, as a mail program does."""
    mail = get_object_or_404(QueuedMail.objects.exclude(html=""), pk=pk)
    return HttpResponse(mail.html)
