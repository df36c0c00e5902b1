"""When posts are rendered, and how much work that is"""

import sys
import uuid
from collections.abc import Callable
from types import FrameType
from typing import Any

import pygments
import pytest
from django.db import connection

from accounts.models import User
from blog import markdown
from blog.markdown import parser
from blog.models import Post
from blog.tests.factories import make_post
from conftest import PASSWORD, Browser, browser_of


@pytest.fixture
def as_author(transactional_db: None) -> Browser:
    user = User.objects.create_superuser("alice@example.com", PASSWORD, name="Alice")
    return browser_of(user)


@pytest.fixture
def post(as_author: Browser) -> Post:
    return make_post(User.objects.get(), body="one")


@pytest.fixture
def in_transaction(post: Post, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Record for each rendering whether a transaction was open."""
    seen: list[bool] = []
    render = parser.PARSER.render

    def watched(text: str) -> str:
        seen.append(connection.in_atomic_block)
        return str(render(text))

    monkeypatch.setattr(parser.PARSER, "render", watched)
    return seen


def create(browser: Browser, post: Post) -> Any:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return browser.post_json("/api/posts/", {"title": "B", "body": "*two*"}, headers=headers)


def change(browser: Browser, post: Post, **content: str) -> Any:
    headers = {"If-Match": f'"{post.version}"'}
    return browser.send("PATCH", f"/api/posts/{post.pk}/", content, headers=headers)


def change_as_staff(browser: Browser, post: Post) -> Any:
    fields = {"title": "B", "body": "*two*\r\n", "author": post.author_id, "status": "draft"}
    fields |= {"visibility": "members", "seen_version": "1"}
    path = f"/admin/blog/post/{post.pk}/change/"
    fields |= {"published_at_0": "", "published_at_1": ""}
    return browser.post(path, fields, headers={"X-CSRFToken": browser.token})


WAYS: dict[str, tuple[Callable[[Browser, Post], Any], int]] = {
    "create": (create, 201),
    "change body": (lambda browser, post: change(browser, post, body="*two*"), 200),
    "change title": (lambda browser, post: change(browser, post, title="B"), 200),
    "admin": (change_as_staff, 302),
}


@pytest.mark.parametrize("way", WAYS)
def test_rendering_precedes_the_transaction(
    as_author: Browser, post: Post, in_transaction: list[bool], way: str
) -> None:
    """Other requests do not wait for the row."""
    send, status = WAYS[way]
    assert send(as_author, post).status_code == status
    assert in_transaction == [False]
    newest = Post.objects.order_by("updated_at").last()
    assert newest is not None
    assert newest.body_html == markdown.render_html(newest.body)


def test_conflicts_are_not_rendered(
    as_author: Browser, post: Post, in_transaction: list[bool]
) -> None:
    Post.objects.update(version=7)
    assert change(as_author, post, body="*two*").status_code == 412
    assert in_transaction == []


@pytest.fixture
def calls_of() -> Callable[[str], int]:
    """Count the calls that rendering takes, which is the same on every machine."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    def measure(text: str) -> int:
        nonlocal calls
        calls = 0
        before = sys.getprofile()
        sys.setprofile(count)
        markdown.render_markdown(text)
        sys.setprofile(before)
        return calls

    return measure


REPEATED = ["[", "![", "[a](", "[a][", "[a](b(", "*a ", "*a **a ", "_a", "*a_ ", "`a``", "<", "<a@"]
REPEATED += ["&", ">", "> a\n", ">a\nb\n", "- a\n", "1. a\n", "- ", "a\n", "a\n=\n", "#", "# a\n"]
REPEATED += ["[a]: b\n", "***a ", "a**", "\\", "|", "|a|b|\n|-|-|\n", "```\n", "<!--", "![a](b "]
REPEATED += ["~", "~~", "~~a~~", "a~~b ", "~~a "]


def test_work_grows_linearly(calls_of: Callable[[str], int]) -> None:
    """200 kB of any piece must not occupy a worker for minutes."""
    for piece in REPEATED:
        once = calls_of(piece * 200)
        assert calls_of(piece * 400) < 2.3 * once + 1000, piece


@pytest.mark.parametrize(
    "lengths",
    [[4001], [20_000] * 9, [3000] * 60, [500] * 350, [5] * 10_000],
    ids=["one", "long", "middling", "short", "very short"],
)
def test_highlighting_is_limited(lengths: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lexers take quadratic time: minutes for 20 kB of newlines."""
    given: list[int] = []

    def watched(code: str, *arguments: Any) -> str:
        given.append(len(code))
        return str(pygments.highlight(code, *arguments))

    monkeypatch.setattr("blog.markdown.syntax_highlighting.highlight_with", watched)
    fences = [f"```python\n{'x' * (length - 1)}\n```\n" for length in lengths]
    html = markdown.render_html("".join(fences))
    assert sum(length**2 for length in given) <= 4200**2
    assert html.count('<code class="language-python">') == len(lengths)
    assert html.count("x") >= sum(lengths) - len(lengths)
    given.clear()
    markdown.render_html(f"```python\n{'x' * 3998}\n```\n")
    assert given == [3999]  # each source has its own limit
