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

from bench.traffic.outcome import Outcome
from bench.traffic.person import TIMEOUT, Person, Readable, UnexpectedAnswerError
from bench.traffic.written import lost
from tests.members import Member
from tests.production.rehearsal.site import Site

LOOPBACK = "127.0.0.1"
_FIRST_ADDRESS = IPv4Address("127.0.1.0")
# Longer than the pauses of users, shorter than the proxy's idle timeout (2 minutes).
_KEEP_SECONDS = 100
_AT_ONCE = 8
_PAGES_OF_LIST = 10
# Enough posts to fill the requested pages of the list.
LEAST_POSTS = 100


@dataclass(frozen=True)
class Deed:
    """An action and its share, in per cent."""

    kind: str
    share: int
    writes: bool = False


MIX = (
    Deed("page /posts", 20),
    Deed("page of a post", 20),
    Deed("page /", 10),
    Deed("GET /api/posts/", 20),
    Deed("GET /api/account/", 20),
    Deed("POST /api/posts/", 4, writes=True),
    Deed("PUT /api/posts/…/", 6, writes=True),
)
# The mix without API calls.
PAGES = MIX[:3]


class Crowd:
    """Logged-in users, each with an own browser."""

    def __init__(self, people: Sequence[Person], chance: random.Random) -> None:
        self.people = people
        self._chance = chance
        self._posts: list[Readable] = []

    async def settle(self) -> None:
        """Open all connections: every user requests a page and creates a post."""
        first = self.people[0]
        for page in range(1, _PAGES_OF_LIST + 1):
            self._posts += await first.list_posts(page)

        async def arrive(person: Person) -> None:
            await person.read_page("/posts")
            await person.begin()

        await each(self.people, arrive)

    async def act(self, due: float, mix: Sequence[Deed] = MIX) -> Outcome:
        """A random user does an action of the mix, due at this moment."""
        (deed,) = self._chance.choices(mix, weights=[deed.share for deed in mix])
        person = self._chance.choice(self.people)
        problem, outage_message, logged_out = "", False, False
        try:
            await self._do(deed, person)
        except UnexpectedAnswerError as error:
            problem, outage_message = str(error), error.answer.outage_message
            logged_out = error.answer.logged_out
        waited = time.monotonic() - due
        return Outcome(deed.kind, deed.writes, due, waited, problem, outage_message, logged_out)

    async def lost_writes(self) -> int:
        """Count posts that lost an acknowledged change, and forget all posts."""
        missing = 0

        async def read_back(person: Person) -> None:
            nonlocal missing
            found = {post: await person.find(post) for post in person.written}
            missing += len(lost(person.written.values(), found))
            person.forget()

        await each(self.people, read_back)
        return missing

    async def logged_out(self) -> int:
        """Count users without a valid session."""
        out = 0

        async def ask(person: Person) -> None:
            nonlocal out
            try:
                await person.check_account()
            except UnexpectedAnswerError as error:
                if not error.answer.logged_out:
                    raise
                out += 1

        await each(self.people, ask)
        return out

    def _do(self, deed: Deed, person: Person) -> Awaitable[object]:
        doing: dict[str, Callable[[], Awaitable[object]]] = {
            "page /posts": lambda: person.read_page("/posts"),
            "page of a post": lambda: person.read_post(self._chance.choice(self._posts)),
            "page /": lambda: person.read_page("/"),
            "GET /api/posts/": lambda: person.list_posts(self._chance.randint(1, _PAGES_OF_LIST)),
            "GET /api/account/": person.check_account,
            "POST /api/posts/": person.create_post,
            "PUT /api/posts/…/": person.edit_post,
        }
        return doing[deed.kind]()


async def each(people: Sequence[Person], do: Callable[[Person], Awaitable[None]]) -> None:
    """Run the action for every user, a few at a time."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(person: Person) -> None:
        async with places:
            await do(person)

    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(in_turn(person))


class _OnLoopback(AbstractResolver):
    """Resolves every name to the loopback."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=LOOPBACK, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Nothing to close."""


@asynccontextmanager
async def crowd(site: Site, members: Sequence[Member]) -> AsyncIterator[Crowd]:
    """Users with browsers and sessions, until the block ends."""
    # A fixed seed: the same actions in the same order each time.
    chance = random.Random(1)  # noqa: S311 - no secret
    trust = ssl.create_default_context(cafile=str(site.authority))
    async with AsyncExitStack() as stack:
        people = [
            Person(
                member,
                site.origin,
                await stack.enter_async_context(
                    browser(number, member, site.origin, trust, site.cookie_prefix)
                ),
            )
            for number, member in enumerate(members)
        ]
        crowd = Crowd(people, chance)
        await crowd.settle()
        yield crowd


def browser(
    number: int, member: Member, origin: str, trust: ssl.SSLContext, cookie_prefix: str = ""
) -> aiohttp.ClientSession:
    """A user's browser, with an own address for the proxy's load balancing."""
    cookies = aiohttp.CookieJar()
    session = {"sessionid": member.session, "csrftoken": "a" * 32}
    named = {cookie_prefix + name: value for name, value in session.items()}
    cookies.update_cookies(named, URL(origin))
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            ssl=trust,
            resolver=_OnLoopback(),
            local_addr=(str(_FIRST_ADDRESS + number), 0),
            keepalive_timeout=_KEEP_SECONDS,
        ),
        cookie_jar=cookies,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT),
    )
