"""The production set-up on the loopback, with posts and logged-in users."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.django_process import django_process
from tests.http_client import free_port
from tests.members import Member, Members
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

_DOMAIN = "latchkey.localhost"


@contextmanager
def populated_site(posts: int, users: int) -> Iterator[tuple[Site, list[Member]]]:
    """Run the site with this many posts and logged-in users."""
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
            with django_process(site.api_environment) as django:
                factory = Members(django)
                # Of equal length, so that no name is a prefix of another.
                numbers = [f"{number:04}" for number in range(users)]
                members = [
                    factory.create(f"reader-{number}@example.com", f"Reader {number}")
                    for number in numbers
                ]
            yield site, members
