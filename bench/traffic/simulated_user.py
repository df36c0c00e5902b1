"""A simulated logged-in user, with the requests that the front end makes."""

import asyncio
import json
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bench.traffic.expected_post import ExpectedPost
from tests.browser.cookies import plain_name
from tests.factories import post_content
from tests.members import Member

# The front end's timeout, in seconds.
TIMEOUT = 65
# The titles of the proxy's and Nuxt's 503 pages, and the API's error code.
_OUTAGE_TEXTS = (b"Back in a moment", b"We will be back soon", b"database_unavailable")
_NOT_LOGGED_IN = b"not_authenticated"
_LOGIN_PAGE = "/login"


@dataclass(frozen=True)
class Response:
    """A response, or the reason in `body` why there is none; then `status` is None."""

    status: int | None
    body: bytes
    location: str = ""

    @property
    def outage_message(self) -> bool:
        """Whether it says clearly that the site is temporarily unavailable."""
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE and any(
            text in self.body for text in _OUTAGE_TEXTS
        )

    @property
    def logged_out(self) -> bool:
        """Whether it treats the user as logged out."""
        redirected = self.location.startswith(_LOGIN_PAGE)
        return redirected or (self.status is not None and _NOT_LOGGED_IN in self.body)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class UnexpectedResponseError(Exception):
    """The response is not the expected one; the message describes it."""

    def __init__(self, response: Response, problem: str = "") -> None:
        super().__init__(problem or _describe(response))
        self.response = response


@dataclass(frozen=True)
class PostLink:
    """A published post."""

    id: int
    slug: str


class SimulatedUser:
    """A logged-in user with a browser."""

    def __init__(self, member: Member, origin: str, browser: aiohttp.ClientSession) -> None:
        """`browser` holds the session's cookies."""
        self.member = member
        self.expected_posts: dict[int, ExpectedPost] = {}
        self._origin = origin
        self._browser = browser
        self._saving = asyncio.Lock()
        # The post that the user edits.
        self._own: ExpectedPost | None = None

    # --- Reading ----------------------------------------------------------------------------------

    async def read_page(self, path: str) -> None:
        """Request a page, rendered with the user's name."""
        response = await self._send("GET", path, Accept="text/html")
        _require(response, HTTPStatus.OK)
        if self.member.name.encode() not in response.body:
            raise UnexpectedResponseError(response, "a page without the user's name")

    async def read_post(self, post: PostLink) -> None:
        """Request a post's page."""
        await self.read_page(f"/posts/{post.id}/{post.slug}")

    async def list_posts(self, page: int) -> list[PostLink]:
        """Request a page of the list from the API."""
        response = await self._call("GET", f"/api/posts/?page={page}&page_size=10")
        return [PostLink(each["id"], each["slug"]) for each in response.json["results"]]

    async def check_account(self) -> None:
        """Request the account, as the front end does when the window gets the focus."""
        response = await self._call("GET", "/api/account/")
        if response.json["id"] != self.member.id:
            raise UnexpectedResponseError(response, "another account")

    # --- Writing ----------------------------------------------------------------------------------

    async def create_post(self) -> None:
        """Create and publish a post."""
        await self._create(uuid.uuid4(), _new_text())

    async def edit_post(self) -> None:
        """Change the post of `create_own_post`, as the editor does."""
        async with self._saving:
            if self._own is None:
                raise RuntimeError("Call create_own_post() first.")
            await self._save(self._own, _new_text())

    async def create_own_post(self) -> None:
        """Create the post that `edit_post` changes."""
        self._own = await self._create(uuid.uuid4(), _new_text())

    async def fetch_body(self, post: int) -> str | None:
        """The post's body, or None if the post does not exist."""
        response = await self._send("GET", f"/api/posts/{post}/")
        if response.status == HTTPStatus.NOT_FOUND:
            return None
        _require(response, HTTPStatus.OK)
        return str(response.json["body"])

    def forget_posts(self) -> None:
        """Forget all posts but the one that `edit_post` changes."""
        self.expected_posts = {
            post: each for post, each in self.expected_posts.items() if each is self._own
        }

    async def _create(self, key: uuid.UUID, text: str) -> ExpectedPost:
        headers = {"Idempotency-Key": str(key)}
        response = await self._send("POST", "/api/posts/", json=post_content(body=text), **headers)
        _require(response, HTTPStatus.CREATED)
        post = response.json
        written = self.expected_posts[post["id"]] = ExpectedPost(post["id"], text, post["version"])
        return written

    async def _save(self, own: ExpectedPost, text: str) -> None:
        """Save. Read the version first if it is unknown or an unconfirmed save has changed it."""
        for version in (own.version, None):
            known = version if version is not None else await self._current_version(own)
            headers = {"If-Match": f'"{known}"'}
            response = await self._send(
                "PUT", f"/api/posts/{own.id}/", json=post_content(body=text), **headers
            )
            if response.status == HTTPStatus.OK:
                own.acknowledge(text, response.json["version"])
                return
            if response.status != HTTPStatus.PRECONDITION_FAILED or not own.unconfirmed:
                break
        own.add_unconfirmed(text)
        raise UnexpectedResponseError(response)

    async def _current_version(self, own: ExpectedPost) -> int:
        """The post's version. Raises UnexpectedResponseError if a change is lost."""
        response = await self._call("GET", f"/api/posts/{own.id}/")
        if not own.allows(response.json["body"]):
            raise UnexpectedResponseError(response, "a change is lost")
        return int(response.json["version"])

    # --- Requests ---------------------------------------------------------------------------------

    async def _call(self, method: str, path: str) -> Response:
        response = await self._send(method, path)
        _require(response, HTTPStatus.OK)
        return response

    async def _send(
        self, method: str, path: str, json: dict[str, Any] | None = None, **headers: str
    ) -> Response:
        all_headers = {"Accept": "application/json", **headers}
        if json is not None:
            all_headers |= {
                "Origin": self._origin,
                "X-Account": str(self.member.id),
                "X-CSRFToken": self._cookie("csrftoken"),
            }
        try:
            async with self._browser.request(
                method,
                f"{self._origin}{path}",
                headers=all_headers,
                json=json,
                allow_redirects=False,
            ) as reply:
                location = reply.headers.get("Location", "")
                return Response(reply.status, await reply.read(), location)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Response(None, type(error).__name__.encode())

    def _cookie(self, name: str) -> str:
        """The value of a cookie, by its name without the HTTPS prefix."""
        jar = self._browser.cookie_jar
        return next((each.value for each in jar if plain_name(each.key) == name), "")


def _require(response: Response, status: HTTPStatus) -> None:
    if response.status != status:
        raise UnexpectedResponseError(response)


def _describe(response: Response) -> str:
    if response.status is None:
        return f"no response ({response.body.decode()})"
    if response.outage_message:
        return "503 with an outage message"
    try:
        return f"{response.status} {response.json['errors'][0]['code']}"
    except (ValueError, LookupError, TypeError):
        return str(response.status)


def _new_text() -> str:
    """A unique text."""
    return f"Text {uuid.uuid4()}."
