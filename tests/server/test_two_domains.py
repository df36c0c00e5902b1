"""The API on its own domain: prerendered pages fetch its URL."""

import json

from tests.http_client import request
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import SESSION


def test_prerendered_page_reads_the_settings(nuxt: NuxtServer, start_server: StartServer) -> None:
    settings = {
        "NUXT_PUBLIC_SESSION_API_URL": "https://api.example.com",
        "NUXT_PUBLIC_SESSION_COOKIE_PREFIX": "__Secure-",
    }
    with start_server(**settings) as elsewhere:
        told = elsewhere.get("/session-settings", cookie=SESSION)

    assert told.status == 200
    assert json.loads(told.text).items() >= {
        ("apiUrl", "https://api.example.com"),
        ("cookiePrefix", "__Secure-"),
    }
    assert told.header("Cache-Control") == "no-store"
    assert told.set_cookies == []
    assert json.loads(nuxt.get("/session-settings").text)["apiUrl"] == ""
    assert request(nuxt.port, "/session-settings", method="POST").status == 405
