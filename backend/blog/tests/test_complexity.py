"""Limits on the work of a Markdown source"""

import gc
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from blog.markdown import render_markdown, syntax_highlighting
from blog.markdown.complexity import MAX_BODY_BYTES, TOO_COMPLEX
from blog.markdown.parser import PARSER
from blog.models import Post
from blog.rerender import rerender
from blog.tests.factories import make_post, post_content
from conftest import Browser, error

pytestmark = pytest.mark.slow

# Seconds of processor time. The slowest text takes 0.75 on an idle machine.
LIMIT = 1.0
# The best of these counts: other processes share the processor's caches.
ATTEMPTS = 3
# Characters.
MAX_HTML = 20 * MAX_BODY_BYTES

# A beginning, and a piece that is repeated up to the limit of a body.
BOMBS = [
    # Lazy continuation lines of nested quotes and lists.
    ("> " * 19 + "a\n", "b\n"),
    ("- > " * 6 + "a\n", "b\n"),
    ("- " * 9 + "a\n", "                    b\n"),
    # Quotes that scan to the end of the source.
    ("", "> ```\na\n"),
    ("> ```\na\n" * 500, "> b\n"),
    ("", "> - ```\nb\n"),
    ("", "> # a\nb\n"),
    # Many small things.
    ("", "a\n\n"),
    ("", "- a\n"),
    ("", "# a\n"),
    ("", "> a\n\n"),
    ("", "[a]: b\n"),
    ("", "*a* "),
    ("", "<a@b.c>"),
    ("", "[a](b) "),
    ("", "![a](/b) "),
    ("|a" * 50 + "|\n" + "|-" * 50 + "|\n", "a\n"),
    ("", "|a|b|\n|-|-|\n|a|b|\n\n"),
    ("|a" * 30_000 + "\n", "|-"),
    # Delimiters that might match.
    ("", "["),
    ("", "!["),
    ("", "![](a" + "![a](b)"),
    ("", "*a **a "),
    ("*a " * 30_000, "a* "),
    ("a", "*"),
    ("", "`a``"),
    ("[a]: b\n\n", "[a"),
    # Definitions that each link repeats.
    ("[a]: /" + "b" * 100_000 + "\n\n", "[a] "),
    ("[a]: /" + "b" * 100_000 + "\n\n", "![a] "),
    ('[a]: /b "' + "c" * 100_000 + '"\n\n', "[a] "),
    ("[a]: /" + "b" * 20_000 + "\n\n" + "[a] " * 800, "c"),
    # Code.
    ("", "```zz\n```\n"),
    ("", "```python\n```\n"),
    ("", "```js\n" + "a(b) " * 20 + "\n```\n"),
]


def bomb(beginning: str, piece: str) -> str:
    return beginning + piece * ((MAX_BODY_BYTES - len(beginning)) // len(piece))


def measure_seconds(text: str) -> float:
    """Measure the processor time of rendering a text, in seconds, and check the HTML's size."""
    start = time.thread_time()
    html = render_markdown(text).html
    took = time.thread_time() - start
    assert len(html) <= MAX_HTML
    return took


def is_too_slow(text: str) -> bool:
    """Return whether no attempt at rendering a text stays within the limit."""
    return all(measure_seconds(text) > LIMIT for _ in range(ATTEMPTS))


@pytest.fixture
def small_heap() -> Iterator[None]:
    """Freeze the objects of other tests: garbage collection counts as processor time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("small_heap")
def test_no_source_takes_a_second() -> None:
    assert [pieces for pieces in BOMBS if is_too_slow(bomb(*pieces))] == []


CODE = ["\n", "a\n", "a ", "a.", "(", "<a ", '"']


@pytest.mark.usefixtures("small_heap")
def test_no_language_takes_a_second() -> None:
    """With the longest block that is highlighted."""
    too_slow = [
        (language, piece)
        for language in sorted(syntax_highlighting.LANGUAGES)
        for piece in CODE
        if is_too_slow(f"```{language}\n{(piece * 4000)[:3999]}\n```\n")
    ]
    assert too_slow == []


NESTED = ["> " * 19 + "a", "- " * 9 + "a", "> - " * 6 + "a"]
NESTED_TOO_DEEPLY = ["> " * 20 + "a", "- " * 10 + "a", "> - " * 7 + "a"]


def test_nesting_is_shown_or_refused() -> None:
    for text in NESTED:
        assert not render_markdown(text).is_too_complex, text
        assert render_markdown(text).text == "a"
    for text in NESTED_TOO_DEEPLY:
        assert render_markdown(text).is_too_complex, text


def test_long_prose_is_not_too_complex() -> None:
    section = (
        "## A heading\n\nSome *words* with a [link](https://x.example) and `code`, in a\n"
        "paragraph of two lines.\n\n"
        + "Most of a text is prose. "
        * 10
        + "\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "> A quote\n\n```python\npass\n```\n\n"
    )
    assert not render_markdown(bomb("", section)).is_too_complex


REFUSED = error("body_too_complex", TOO_COMPLEX, "body", "validation_error")
TEXT = "> " * 20 + "<b>a</b>\n"


def test_complex_bodies_are_refused(as_alice: Browser, alice: Any) -> None:
    post = make_post(alice)
    path, seen = f"/api/posts/{post.pk}/", {"If-Match": '"1"'}
    key = {"Idempotency-Key": "7f4b1d9e-3a55-4f7c-9d5e-0f7a6f1f5b11"}
    responses = [
        as_alice.post_json("/api/posts/preview/", {"body": TEXT}),
        as_alice.post_json("/api/posts/", post_content(body=TEXT), headers=key),
        as_alice.send("PUT", path, post_content(body=TEXT), headers=seen),
        as_alice.send("PATCH", path, {"body": TEXT}, headers=seen),
    ]
    for response in responses:
        assert (response.status_code, response.json()) == (400, REFUSED)
    assert list(Post.objects.values_list("body", flat=True)) == [""]


def test_stored_complex_bodies_are_kept(as_alice: Browser, alice: Any) -> None:
    post = make_post(alice, body=TEXT)
    Post.objects.update(body_html="as it was rendered before")
    assert rerender(Post.objects.all()) == 1
    path, seen = f"/api/posts/{post.pk}/", {"If-Match": '"1"'}
    response = as_alice.send("PATCH", path, {"title": "B", "body": TEXT}, headers=seen)
    assert response.status_code == 200
    assert response.json()["body_html"] == (
        '<pre tabindex="0" role="group" aria-label="Code">'
        + "&gt; " * 20
        + "&lt;b&gt;a&lt;/b&gt;\n</pre>\n"
    )
    assert response.json()["excerpt"] == "> " * 20 + "<b>a</b>"


def test_one_preview_per_member_at_a_time(
    as_alice: Browser, as_bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, render = "/api/posts/preview/", PARSER.render
    responses: list[Any] = []

    def interrupted(text: str) -> str:
        if text == "first":
            responses.append(as_alice.post_json(url, {"body": "second"}))
            responses.append(as_bob.post_json(url, {"body": "another's"}))
        return str(render(text))

    monkeypatch.setattr(PARSER, "render", interrupted)
    assert as_alice.post_json(url, {"body": "first"}).status_code == 200
    refused, of_another = responses
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"
    detail = "Your last request of this kind is still being worked on. Try again."
    assert refused.json() == error("busy", detail)
    assert of_another.status_code == 200
    assert as_alice.post_json(url, {"body": "second"}).status_code == 200


def test_failed_preview_releases_the_lock(as_alice: Browser) -> None:
    url = "/api/posts/preview/"
    assert as_alice.post_json(url, {"body": TEXT}).status_code == 400
    assert as_alice.post_json(url, {"body": "a"}).status_code == 200
    assert cache.get(f"preview-{as_alice.session['_auth_user_id']}") is None
