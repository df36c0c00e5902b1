"""What the proxy says while none of its servers answers."""

import http.client
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import free_port
from rehearse.layouts import Address
from rehearse.rehearsal import running
from rehearse.site import Site

PAGE = (ROOT / "deploy" / "503.html").read_bytes()
NOBODY = "127.0.0.1:1"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The proxy, and nobody behind it."""
    ports = (free_port(), free_port())
    with tempfile.TemporaryDirectory(prefix="latchkey-outage-") as folder:
        site = Site(
            "one-origin",
            Address("localhost", ports[1]),
            listen=ports,
            folder=Path(folder),
            say=lambda sentence: None,
            change=lambda services: {"proxy": services["proxy"]},
            API_UPSTREAMS=NOBODY,
            WEB_UPSTREAMS=NOBODY,
        )
        with running(site.rehearsal):
            yield site


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/posts", {}),
        ("GET", "/posts", {"If-None-Match": "*"}),
        ("GET", "/posts", {"Range": "bytes=0-9"}),
        ("POST", "/api/posts/", {}),
        ("PUT", "/api/posts/1/", {"If-Match": '"3"'}),
        ("DELETE", "/api/posts/1/", {"If-Match": '"3"'}),
    ],
)
def test_every_request_is_told_of_the_outage(
    site: Site, method: str, path: str, headers: dict[str, str]
) -> None:
    trust = ssl.create_default_context(cafile=site.authority)
    port = int(site.origin.rpartition(":")[2])
    body = b"{}" if method in ("POST", "PUT") else None
    with closing(http.client.HTTPSConnection("localhost", port, context=trust)) as connection:
        connection.request(method, path, body, headers)
        response = connection.getresponse()

        assert response.read() == PAGE
        assert response.status == 503
        assert response.headers["Retry-After"] == "5"
        assert response.headers["Cache-Control"] == "private, no-store"
