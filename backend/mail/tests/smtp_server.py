"""A real SMTP server in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Inbox:
    """Accepts mails, and keeps them as messages with their envelopes' recipients."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        # What it answers to a mail.
        self.answer = "250 OK"
        # In seconds, before the answer.
        self.delay: float = 0
        self.received = threading.Event()

    async def handle_DATA(  # noqa: N802 - its name in aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.received.set()
        await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            content = envelope.original_content or b""
            message = BytesParser(EmailMessage, policy=default).parsebytes(content)
            self.messages.append(message)
            self.recipients.append(envelope.rcpt_tos)
        return self.answer


@contextmanager
def smtp_server(inbox: Inbox, port: int) -> Iterator[None]:
    """Run a server until the block ends."""
    controller = Controller(inbox, hostname=HOST, port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
