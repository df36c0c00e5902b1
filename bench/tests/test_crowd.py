"""The addresses of users."""

import asyncio
import ssl

from aiohttp import web

from bench.traffic.crowd import LOOPBACK, browser
from tests.members import Member


async def addresses_of(people: int) -> list[str | None]:
    """The addresses of that many users who send two requests each."""
    seen = []

    async def answer(request: web.BaseRequest) -> web.Response:
        seen.append(request.remote)
        return web.Response()

    server = await asyncio.get_running_loop().create_server(web.Server(answer), LOOPBACK, 0)
    async with server:
        origin = f"http://site.example:{server.sockets[0].getsockname()[1]}"
        for number in range(people):
            member = Member(number, "reader@example.com", "Reader", "session")
            async with browser(number, member, origin, ssl.create_default_context()) as visitor:
                for _ in range(2):
                    (await visitor.get(origin, headers={"Connection": "close"})).close()
    return seen


def test_everybody_has_an_own_address() -> None:
    seen = asyncio.run(addresses_of(3))
    assert seen[::2] == seen[1::2]
    assert len({LOOPBACK, *seen}) == 4, "none of them the proxy's"
