"""Somebody who is logged in, at a browser: what they ask for, as the front end asks for it."""

import asyncio
import json
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bench.traffic.written import Written
from tests.browser.cookies import plain_name
from tests.factories import post_content
from tests.members import Member

# As long as the front end itself waits for an answer, in seconds.
PATIENCE = 65
# What the pages of Nuxt and of the proxy say of an outage, and the code in the API's answer.
_WORDS_OF_OUTAGE = (b"Back in a moment", b"We will be back soon", b"database_unavailable")
_NOT_LOGGED_IN = b"not_authenticated"
_LOGIN_PAGE = "/login"


@dataclass(frozen=True)
class Answer:
    """What came back; no status when nothing did, and `body` then says why."""

    status: int | None
    body: bytes
    location: str = ""

    @property
    def says_so(self) -> bool:
        """Whether it is a clear word that the site is away for a moment."""
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE and any(
            words in self.body for words in _WORDS_OF_OUTAGE
        )

    @property
    def logged_out(self) -> bool:
        """Whether it is meant for somebody who is not logged in."""
        to_log_in = self.location.startswith(_LOGIN_PAGE)
        return to_log_in or (self.status is not None and _NOT_LOGGED_IN in self.body)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class UnexpectedAnswerError(Exception):
    """The answer is not what was promised; the message says in a few words what it is."""

    def __init__(self, answer: Answer, problem: str = "") -> None:
        super().__init__(problem or _described(answer))
        self.answer = answer


@dataclass(frozen=True)
class Readable:
    """A post that anybody who is logged in may read."""

    id: int
    slug: str


class Person:
    """One person at one browser, with its own connections and cookies."""

    def __init__(self, member: Member, origin: str, browser: aiohttp.ClientSession) -> None:
        """`browser` has the cookies of the person's session."""
        self.member = member
        self.written: dict[int, Written] = {}
        self._origin = origin
        self._browser = browser
        self._saving = asyncio.Lock()
        # The post that they go on writing.
        self._own: Written | None = None

    # --- Reading ----------------------------------------------------------------------------------

    async def read_page(self, path: str) -> None:
        """A page made by Nuxt, which shows whose it is."""
        answer = await self._ask("GET", path, Accept="text/html")
        _require(answer, HTTPStatus.OK)
        if self.member.name.encode() not in answer.body:
            raise UnexpectedAnswerError(answer, "a page that does not know them")

    async def read_post(self, post: Readable) -> None:
        """A post's page."""
        await self.read_page(f"/posts/{post.id}/{post.slug}")

    async def list_posts(self, page: int) -> list[Readable]:
        """A page of the list, as the browser fetches it after the first one."""
        answer = await self._call("GET", f"/api/posts/?page={page}&page_size=10")
        return [Readable(each["id"], each["slug"]) for each in answer.json["results"]]

    async def check_account(self) -> None:
        """Whether they are still logged in, as asked when they come back to the window."""
        answer = await self._call("GET", "/api/account/")
        if answer.json["id"] != self.member.id:
            raise UnexpectedAnswerError(answer, "somebody else's account")

    # --- Writing ----------------------------------------------------------------------------------

    async def create_post(self) -> None:
        """Write a post and publish it."""
        await self._create(uuid.uuid4(), _new_text())

    async def edit_post(self) -> None:
        """Change one's own post, which `begin` has made, as the editor does."""
        async with self._saving:
            if self._own is None:
                raise RuntimeError("Nobody has begun this person's post.")
            await self._save(self._own, _new_text())

    async def begin(self) -> None:
        """Write the post that all changes are made to."""
        self._own = await self._create(uuid.uuid4(), _new_text())

    async def find(self, post: int) -> str | None:
        """What the post says, asked for by its author; None when it is gone."""
        answer = await self._ask("GET", f"/api/posts/{post}/")
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        _require(answer, HTTPStatus.OK)
        return str(answer.json["body"])

    def forget(self) -> None:
        """Think no more of what has been read back, but for the post that is changed on."""
        self.written = {post: each for post, each in self.written.items() if each is self._own}

    async def _create(self, key: uuid.UUID, text: str) -> Written:
        headers = {"Idempotency-Key": str(key)}
        answer = await self._ask("POST", "/api/posts/", json=post_content(body=text), **headers)
        _require(answer, HTTPStatus.CREATED)
        post = answer.json
        written = self.written[post["id"]] = Written(post["id"], text, post["version"])
        return written

    async def _save(self, own: Written, text: str) -> None:
        """Save; if the answer before was lost, or this one meets its late effect, look first."""
        for version in (own.version, None):
            known = version if version is not None else await self._look(own)
            headers = {"If-Match": f'"{known}"'}
            answer = await self._ask(
                "PUT", f"/api/posts/{own.id}/", json=post_content(body=text), **headers
            )
            if answer.status == HTTPStatus.OK:
                own.acknowledge(text, answer.json["version"])
                return
            if answer.status != HTTPStatus.PRECONDITION_FAILED or not own.uncertain:
                break
        own.doubt(text)
        raise UnexpectedAnswerError(answer)

    async def _look(self, own: Written) -> int:
        """The version of the post as it is now."""
        answer = await self._call("GET", f"/api/posts/{own.id}/")
        if not own.may_say(answer.json["body"]):
            raise UnexpectedAnswerError(answer, "a change is lost")
        return int(answer.json["version"])

    # --- Asking -----------------------------------------------------------------------------------

    async def _call(self, method: str, path: str) -> Answer:
        answer = await self._ask(method, path)
        _require(answer, HTTPStatus.OK)
        return answer

    async def _ask(
        self, method: str, path: str, json: dict[str, Any] | None = None, **headers: str
    ) -> Answer:
        sent = {"Accept": "application/json", **headers}
        if json is not None:
            sent |= {
                "Origin": self._origin,
                "X-Account": str(self.member.id),
                "X-CSRFToken": self._cookie("csrftoken"),
            }
        try:
            async with self._browser.request(
                method, f"{self._origin}{path}", headers=sent, json=json, allow_redirects=False
            ) as response:
                location = response.headers.get("Location", "")
                return Answer(response.status, await response.read(), location)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Answer(None, type(error).__name__.encode())

    def _cookie(self, name: str) -> str:
        """By Django's own name, which over HTTPS begins with a prefix."""
        jar = self._browser.cookie_jar
        return next((each.value for each in jar if plain_name(each.key) == name), "")


def _require(answer: Answer, status: HTTPStatus) -> None:
    if answer.status != status:
        raise UnexpectedAnswerError(answer)


def _described(answer: Answer) -> str:
    if answer.status is None:
        return f"no answer ({answer.body.decode()})"
    if answer.says_so:
        return "503, which says so"
    try:
        return f"{answer.status} {answer.json['errors'][0]['code']}"
    except (ValueError, LookupError, TypeError):
        return str(answer.status)


def _new_text() -> str:
    """A text unlike every other."""
    return f"What was written under the name {uuid.uuid4()}."
