"""The API has a domain name of its own: browsers can ask which."""

import json

from e2e.server.answers import SESSION
from e2e.server.conftest import StartServer
from e2e.server.nuxt_server import NuxtServer
from e2e.server.wire import request


def test_a_page_made_at_build_time_can_ask_where_the_api_is(
    nuxt: NuxtServer, start_server: StartServer
) -> None:
    with start_server(NUXT_PUBLIC_SESSION_API_URL="https://api.example.com") as elsewhere:
        told = elsewhere.get("/session-settings", cookie=SESSION)

    assert (told.status, json.loads(told.text)) == (200, {"apiUrl": "https://api.example.com"})
    assert told.header("Cache-Control") == "no-store"
    assert told.set_cookies == []
    assert json.loads(nuxt.get("/session-settings").text) == {"apiUrl": ""}
    assert request(nuxt.port, "/session-settings", method="POST").status == 405
