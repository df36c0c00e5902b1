"""Rendered Markdown: legible code, and nothing wider than the window."""

from collections.abc import Iterator
from concurrent.futures import Executor

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import overflow, violations
from tests.browser.blog.temporary_posts import PostData, TemporaryPost, temporary_posts
from tests.browser.conftest import OpenPage
from tests.browser.focus import expect_visible_focus
from tests.browser.page_load import visit
from tests.members import Member, Members

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
TEXT = f"""### A heading

{WORD} `{WORD}` and https://example.com/{WORD}

```python
@cache
def greet(name: str) -> str:  # {WORD}
    return f"Hello, {{name}}" if name else 42  # {WORD} {WORD}
```

###### A heading below it

```diff
- before
+ after
```

| Column | Another column | A third column | A fourth column | A fifth column |
|--------|---------------:|:--------------:|:----------------|----------------|
| a      | b              | c              | d               | e              |
"""


@pytest.fixture(scope="session")
def jonas(members: Members) -> Member:
    return members.create("jonas@example.com", "Jonas Ingerson-Featherstonehaugh of Skerrow")


@pytest.fixture(scope="module")
def post(django: Executor, jonas: Member) -> Iterator[TemporaryPost]:
    with temporary_posts(jonas, [PostData(WORD, TEXT, tags=["w" * 30])], django) as (post,):
        yield post


def colour_of(piece: Locator) -> str:
    colour: str = piece.evaluate("element => getComputedStyle(element).color")
    return colour


def test_code_has_legible_colours(open_page: OpenPage, post: TemporaryPost) -> None:
    page = visit(open_page(), post.path)
    code = page.locator("pre code")
    pieces = ["hl-k", "hl-s2", "hl-mi", "hl-nf"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours = {colour_of(code.locator(f".{piece}").first) for piece in pieces}
        assert len(colours | {colour_of(code.first)}) == len(pieces) + 1
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 700})
            assert violations(page) == [], f"{scheme}, {width}"


def expect_no_overflow(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert overflow(page) <= 0, f"{page.url} at {width}"


def test_long_word_widens_no_page(open_page: OpenPage, jonas: Member, post: TemporaryPost) -> None:
    page = open_page(jonas.email)
    for path in ("/", "/posts", f"/posts?search={WORD[:40]}", f"/posts/{post.id}/edit"):
        visit(page, path)
        expect_no_overflow(page)
    visit(page, post.path)
    expect_no_overflow(page)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Delete it")).to_be_in_viewport(ratio=1)


def test_wide_code_scrolls_by_keyboard(open_page: OpenPage, post: TemporaryPost) -> None:
    page = open_page()
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, post.path)
    code = page.get_by_role("group", name="Code").first

    assert code.evaluate("code => code.scrollWidth > code.clientWidth")
    expect(code).to_have_css("white-space", "pre")
    assert overflow(page) <= 0
    code.focus()
    expect_visible_focus(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("code => code.scrollLeft > 0", arg=code.element_handle())


def test_wide_table_scrolls(open_page: OpenPage, post: TemporaryPost) -> None:
    page = open_page()
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, post.path)
    table = page.get_by_role("table")

    assert table.evaluate("table => table.scrollWidth > table.clientWidth")
    expect(table.get_by_role("columnheader").first).to_have_css("overflow-wrap", "normal")
    for role in ("columnheader", "cell"):
        for column, alignment in enumerate(["start", "right", "center", "start", "start"]):
            expect(table.get_by_role(role).nth(column)).to_have_css("text-align", alignment)
