"""/favicon.ico, which browsers request by default."""

from tests.server.nuxt_server import NuxtServer
from tests.server.stub_api import StubApi

ICON_FILE = b"\x00\x00\x01\x00"
PNG = b"\x89PNG\r\n\x1a\n"


def test_favicon_is_an_image(nuxt: NuxtServer, api: StubApi) -> None:
    response = nuxt.get("/favicon.ico")

    assert response.status == 200
    assert str(response.header("Content-Type")).startswith("image/")
    assert response.body.startswith(ICON_FILE)
    assert PNG in response.body
    assert api.received == []
