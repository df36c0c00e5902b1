"""The IP addresses of simulated users."""

import asyncio
import ssl

from aiohttp import web

from bench.traffic.user_pool import LOOPBACK, browser
from tests.members import Member


async def addresses_of(users: int) -> list[str | None]:
    """The addresses of this many users with two requests each."""
    seen = []

    async def handle(request: web.BaseRequest) -> web.Response:
        seen.append(request.remote)
        return web.Response()

    server = await asyncio.get_running_loop().create_server(web.Server(handle), LOOPBACK, 0)
    async with server:
        origin = f"http://site.example:{server.sockets[0].getsockname()[1]}"
        for number in range(users):
            member = Member(number, "reader@example.com", "Reader", "session")
            async with browser(number, member, origin, ssl.create_default_context()) as visitor:
                for _ in range(2):
                    (await visitor.get(origin, headers={"Connection": "close"})).close()
    return seen


def test_each_user_has_its_own_address() -> None:
    seen = asyncio.run(addresses_of(3))
    assert seen[::2] == seen[1::2]
    assert len({LOOPBACK, *seen}) == 4, "none is the proxy's"
