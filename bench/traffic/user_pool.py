"""The simulated users of a measurement, and the mix of their actions."""

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bench.traffic.expected_post import lost_posts
from bench.traffic.outcome import Outcome
from bench.traffic.simulated_user import TIMEOUT, PostLink, SimulatedUser, UnexpectedResponseError
from tests.members import Member
from tests.production.rehearsal.site import Site

LOOPBACK = "127.0.0.1"
_FIRST_ADDRESS = IPv4Address("127.0.1.0")
# Longer than the pauses of users, shorter than the proxy's idle timeout (2 minutes).
_KEEPALIVE_SECONDS = 100
_CONCURRENCY = 8
_LIST_PAGES = 10
# Enough posts to fill the requested pages of the list.
MIN_POSTS = 100


@dataclass(frozen=True)
class Action:
    """An action and its share, in per cent."""

    kind: str
    share: int
    writes: bool = False


MIX = (
    Action("page /posts", 20),
    Action("page of a post", 20),
    Action("page /", 10),
    Action("GET /api/posts/", 20),
    Action("GET /api/account/", 20),
    Action("POST /api/posts/", 4, writes=True),
    Action("PUT /api/posts/…/", 6, writes=True),
)
# The mix without API calls.
PAGES = MIX[:3]


class UserPool:
    """Logged-in users, each with a browser."""

    def __init__(self, users: Sequence[SimulatedUser], rng: random.Random) -> None:
        self.users = users
        self._rng = rng
        self._posts: list[PostLink] = []

    async def warm_up(self) -> None:
        """Open all connections: every user requests a page and creates a post."""
        first = self.users[0]
        for page in range(1, _LIST_PAGES + 1):
            self._posts += await first.list_posts(page)

        async def start(user: SimulatedUser) -> None:
            await user.read_page("/posts")
            await user.create_own_post()

        await each(self.users, start)

    async def perform(self, due: float, mix: Sequence[Action] = MIX) -> Outcome:
        """A random user performs a random action of the mix, due at this time."""
        (action,) = self._rng.choices(mix, weights=[action.share for action in mix])
        user = self._rng.choice(self.users)
        problem, outage_message, logged_out = "", False, False
        try:
            await self._do(action, user)
        except UnexpectedResponseError as error:
            problem, outage_message = str(error), error.response.outage_message
            logged_out = error.response.logged_out
        seconds = time.monotonic() - due
        return Outcome(
            action.kind, action.writes, due, seconds, problem, outage_message, logged_out
        )

    async def lost_writes(self) -> int:
        """Count posts that lost an acknowledged change, and forget all posts."""
        total = 0

        async def read_back(user: SimulatedUser) -> None:
            nonlocal total
            found = {post: await user.fetch_body(post) for post in user.expected_posts}
            total += len(lost_posts(user.expected_posts.values(), found))
            user.forget_posts()

        await each(self.users, read_back)
        return total

    async def logged_out(self) -> int:
        """Count users without a valid session."""
        count = 0

        async def check(user: SimulatedUser) -> None:
            nonlocal count
            try:
                await user.check_account()
            except UnexpectedResponseError as error:
                if not error.response.logged_out:
                    raise
                count += 1

        await each(self.users, check)
        return count

    def _do(self, action: Action, user: SimulatedUser) -> Awaitable[object]:
        actions: dict[str, Callable[[], Awaitable[object]]] = {
            "page /posts": lambda: user.read_page("/posts"),
            "page of a post": lambda: user.read_post(self._rng.choice(self._posts)),
            "page /": lambda: user.read_page("/"),
            "GET /api/posts/": lambda: user.list_posts(self._rng.randint(1, _LIST_PAGES)),
            "GET /api/account/": user.check_account,
            "POST /api/posts/": user.create_post,
            "PUT /api/posts/…/": user.edit_post,
        }
        return actions[action.kind]()


async def each(
    users: Sequence[SimulatedUser], do: Callable[[SimulatedUser], Awaitable[None]]
) -> None:
    """Run the action for every user, a few at a time."""
    slots = asyncio.Semaphore(_CONCURRENCY)

    async def run(user: SimulatedUser) -> None:
        async with slots:
            await do(user)

    async with asyncio.TaskGroup() as group:
        for user in users:
            group.create_task(run(user))


class _LoopbackResolver(AbstractResolver):
    """Resolves every name to the loopback."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=LOOPBACK, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


@asynccontextmanager
async def user_pool(site: Site, members: Sequence[Member]) -> AsyncIterator[UserPool]:
    """Users with browsers and sessions, until the block ends."""
    # A fixed seed: each run has the same actions in the same order.
    rng = random.Random(1)  # noqa: S311 - no secret
    tls = ssl.create_default_context(cafile=str(site.authority))
    async with AsyncExitStack() as stack:
        users = [
            SimulatedUser(
                member,
                site.origin,
                await stack.enter_async_context(
                    browser(number, member, site.origin, tls, site.cookie_prefix)
                ),
            )
            for number, member in enumerate(members)
        ]
        pool = UserPool(users, rng)
        await pool.warm_up()
        yield pool


def browser(
    number: int, member: Member, origin: str, tls: ssl.SSLContext, cookie_prefix: str = ""
) -> aiohttp.ClientSession:
    """A user's browser. Its own IP address matters for the proxy's load balancing."""
    cookies = aiohttp.CookieJar()
    session = {"sessionid": member.session, "csrftoken": "a" * 32}
    prefixed = {cookie_prefix + name: value for name, value in session.items()}
    cookies.update_cookies(prefixed, URL(origin))
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            ssl=tls,
            resolver=_LoopbackResolver(),
            local_addr=(str(_FIRST_ADDRESS + number), 0),
            keepalive_timeout=_KEEPALIVE_SECONDS,
        ),
        cookie_jar=cookies,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT),
    )
