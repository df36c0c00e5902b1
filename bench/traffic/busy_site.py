"""The production set-up on the loopback, with posts and with people who are logged in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.django_process import django_of
from tests.http_client import free_port
from tests.members import Member, Members
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

_DOMAIN = "latchkey.localhost"


@contextmanager
def busy_site(posts: int, people: int) -> Iterator[tuple[Site, list[Member]]]:
    """The whole set-up with that many posts, and that many people with a session each."""
    ports = (free_port(), free_port())
    with tempfile.TemporaryDirectory(prefix="latchkey-bench-") as folder:
        site = Site(
            "one-origin",
            Address(_DOMAIN, ports[1]),
            listen=ports,
            folder=Path(folder),
            report=print,
        )
        with site.running():
            if posts:
                site.manage("make_posts", str(posts), ENVIRONMENT="local")
            with django_of(site.api_environment) as django:
                members = Members(django)
                # Of one length, so that no name is the beginning of another.
                numbers = [f"{number:04}" for number in range(people)]
                made = [
                    members.make(f"reader-{number}@example.com", f"Reader {number}")
                    for number in numbers
                ]
            yield site, made
