"""A simulated logged-in user, with the requests that the front end makes."""

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

# The front end's timeout, in seconds.
TIMEOUT = 65
# The titles of the proxy's and Nuxt's 503 pages, and the API's error code.
_WORDS_OF_OUTAGE = (b"Back in a moment", b"We will be back soon", b"database_unavailable")
_NOT_LOGGED_IN = b"not_authenticated"
_LOGIN_PAGE = "/login"


@dataclass(frozen=True)
class Answer:
    """A response. Without one, the status is 0 and `body` says why."""

    status: int | None
    body: bytes
    location: str = ""

    @property
    def outage_message(self) -> bool:
        """Whether it says clearly that the site is temporarily away."""
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE and any(
            words in self.body for words in _WORDS_OF_OUTAGE
        )

    @property
    def logged_out(self) -> bool:
        """Whether it treats the user as logged out."""
        to_log_in = self.location.startswith(_LOGIN_PAGE)
        return to_log_in or (self.status is not None and _NOT_LOGGED_IN in self.body)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class UnexpectedAnswerError(Exception):
    """The response is not the expected one; the message says what it is."""

    def __init__(self, answer: Answer, problem: str = "") -> None:
        super().__init__(problem or _described(answer))
        self.answer = answer


@dataclass(frozen=True)
class Readable:
    """A published post."""

    id: int
    slug: str


class Person:
    """A user with a browser: own connections and cookies."""

    def __init__(self, member: Member, origin: str, browser: aiohttp.ClientSession) -> None:
        """`browser` has the session's cookies."""
        self.member = member
        self.written: dict[int, Written] = {}
        self._origin = origin
        self._browser = browser
        self._saving = asyncio.Lock()
        # The post that the user edits.
        self._own: Written | None = None

    # --- Reading ----------------------------------------------------------------------------------

    async def read_page(self, path: str) -> None:
        """Request a page, rendered with the user's name."""
        answer = await self._ask("GET", path, Accept="text/html")
        _require(answer, HTTPStatus.OK)
        if self.member.name.encode() not in answer.body:
            raise UnexpectedAnswerError(answer, "a page that does not know them")

    async def read_post(self, post: Readable) -> None:
        """Request a post's page."""
        await self.read_page(f"/posts/{post.id}/{post.slug}")

    async def list_posts(self, page: int) -> list[Readable]:
        """Request a page of the list from the API."""
        answer = await self._call("GET", f"/api/posts/?page={page}&page_size=10")
        return [Readable(each["id"], each["slug"]) for each in answer.json["results"]]

    async def check_account(self) -> None:
        """Request the account, as the front end does when the window gets the focus."""
        answer = await self._call("GET", "/api/account/")
        if answer.json["id"] != self.member.id:
            raise UnexpectedAnswerError(answer, "another account")

    # --- Writing ----------------------------------------------------------------------------------

    async def create_post(self) -> None:
        """Create and publish a post."""
        await self._create(uuid.uuid4(), _new_text())

    async def edit_post(self) -> None:
        """Change the post that `begin` created, as the editor does."""
        async with self._saving:
            if self._own is None:
                raise RuntimeError("begin() has to create the post first.")
            await self._save(self._own, _new_text())

    async def begin(self) -> None:
        """Create the post for later changes."""
        self._own = await self._create(uuid.uuid4(), _new_text())

    async def find(self, post: int) -> str | None:
        """The post's text; None if the post is gone."""
        answer = await self._ask("GET", f"/api/posts/{post}/")
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        _require(answer, HTTPStatus.OK)
        return str(answer.json["body"])

    def forget(self) -> None:
        """Forget all posts except for the one that the user edits."""
        self.written = {post: each for post, each in self.written.items() if each is self._own}

    async def _create(self, key: uuid.UUID, text: str) -> Written:
        headers = {"Idempotency-Key": str(key)}
        answer = await self._ask("POST", "/api/posts/", json=post_content(body=text), **headers)
        _require(answer, HTTPStatus.CREATED)
        post = answer.json
        written = self.written[post["id"]] = Written(post["id"], text, post["version"])
        return written

    async def _save(self, own: Written, text: str) -> None:
        """Save. After a lost response, or on its late effect, read the version first."""
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
        """The current version of the post."""
        answer = await self._call("GET", f"/api/posts/{own.id}/")
        if not own.may_say(answer.json["body"]):
            raise UnexpectedAnswerError(answer, "a change is lost")
        return int(answer.json["version"])

    # --- Requests ---------------------------------------------------------------------------------

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
        """The value of a cookie by Django's name, without the prefix for HTTPS."""
        jar = self._browser.cookie_jar
        return next((each.value for each in jar if plain_name(each.key) == name), "")


def _require(answer: Answer, status: HTTPStatus) -> None:
    if answer.status != status:
        raise UnexpectedAnswerError(answer)


def _described(answer: Answer) -> str:
    if answer.status is None:
        return f"no answer ({answer.body.decode()})"
    if answer.outage_message:
        return "503, which says so"
    try:
        return f"{answer.status} {answer.json['errors'][0]['code']}"
    except (ValueError, LookupError, TypeError):
        return str(answer.status)


def _new_text() -> str:
    """A unique text."""
    return f"Text {uuid.uuid4()}."
