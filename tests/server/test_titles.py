"""The title in the server-rendered HTML."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.stub_api import StubApi


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/login", "Log in · Latchkey"),
        ("/about", "About · Latchkey"),
        ("/nowhere", "Page not found · Latchkey"),
        ("/account", "Latchkey"),
    ],
)
def test_title_names_page_and_site(nuxt: NuxtServer, api: StubApi, path: str, title: str) -> None:
    response = nuxt.get(path, ("Accept", "text/html"))

    assert f"<title>{title}</title>" in response.text
