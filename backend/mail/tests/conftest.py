"""Fixtures of the tests of mail."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from gunicorn_server.tests.running_server import free_port
from mail.tests.smtp_server import HOST, Inbox, smtp_server


@pytest.fixture
def smtp(settings: Settings) -> Iterator[Inbox]:
    """The mail server of EMAIL_URL."""
    inbox = Inbox()
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    with smtp_server(inbox, settings.EMAIL_PORT):
        yield inbox
