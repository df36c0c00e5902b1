"""From Markdown to safe HTML."""

from html.parser import HTMLParser

import pytest

from blog import markdown
from blog.markdown import excerpt, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("# A\n\n## B", "<h1>A</h1>\n<h2>B</h2>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("a  \nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n"),
        (
            "[a](https://x.example/ 'b')",
            '<p><a href="https://x.example/" title="b" rel="nofollow noopener">a</a></p>\n',
        ),
        ("[a](/posts/1)", '<p><a href="/posts/1" rel="nofollow noopener">a</a></p>\n'),
        (
            "![a](https://x.example/y.png 'b')",
            '<p><img src="https://x.example/y.png" alt="a" title="b"></p>\n',
        ),
        (
            "```python\nif a < b:\n    pass\n```",
            (
                '<pre><code class="language-python"><span class="hl-k">if</span> '
                '<span class="hl-n">a</span> <span class="hl-o">&lt;</span> '
                '<span class="hl-n">b</span><span class="hl-p">:</span>\n'
                '    <span class="hl-k">pass</span>\n</code></pre>\n'
            ),
        ),
        (
            "```nonsense\na < b\n```",
            '<pre><code class="language-nonsense">a &lt; b\n</code></pre>\n',
        ),
        ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        (
            "| a | b |\n|:--|---|\n| 1 | 2 |",
            """<table>
<thead>
<tr>
<th align="left">a</th>
<th>b</th>
</tr>
</thead>
<tbody>
<tr>
<td align="left">1</td>
<td>2</td>
</tr>
</tbody>
</table>
""",
        ),
    ],
)
def test_it_renders(text: str, html: str) -> None:
    assert render(text) == html


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=password></form>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox)",
    "[a](file:///etc/passwd)",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "![a](javascript:alert(1))",
    "<javascript:alert(1)>",
    '[a](https://x.example "b\\" onclick=alert(1) c=\\"")',
    '![a" onerror="alert(1)](https://x.example)',
    '```x" onclick="alert(1)\ncode\n```',
    "<a href='https://x.example' style='position:fixed' class='btn' id='login'>a</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
]


class ActiveContentError(Exception):
    """Something in the HTML that a browser would act on."""


@pytest.mark.parametrize("text", ATTACKS)
def test_it_renders_nothing_that_acts(text: str) -> None:
    """Checked by reading the result as a browser would, not by looking for words in it."""
    allowed_sources = ("https://x.example", "x")
    harmless = {"href", "src", "alt", "title", "rel", "class", "start"}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in {"p", "a", "img", "pre", "code", "em"}:
                raise ActiveContentError(tag)
            for name, value in attrs:
                if name not in harmless:
                    raise ActiveContentError(name)
                if name in ("href", "src") and not (value or "").startswith(allowed_sources):
                    raise ActiveContentError(value)

    reader = Reader()
    reader.feed(render(text))
    reader.close()


@pytest.mark.parametrize("text", ATTACKS)
def test_the_sanitiser_holds_even_if_the_parser_lets_html_through(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(markdown.PARSER.options, "html", True)
    test_it_renders_nothing_that_acts(text)


@pytest.mark.parametrize(
    "text", ["*" * 20000, "[" * 20000, "> " * 5000, "`" * 9999, "\0a", "<" * 9]
)
def test_strange_texts_are_rendered_in_reasonable_time(text: str) -> None:
    assert isinstance(render(text), str)


def test_an_excerpt_is_the_beginning_as_plain_text() -> None:
    text = "# Title\n\nOne *two* [three](https://x.example).\n\n```\ncode\n```\n\nFour & <five>."
    assert excerpt(render(text)) == "One two three. Four & <five>."


def test_an_excerpt_is_cut_between_words() -> None:
    assert excerpt("<p>One two three four</p>", 12) == "One two…"
    assert excerpt("<p>One two, three</p>", 11) == "One two…"
    assert excerpt("<p>One two</p>", 7) == "One two"
    assert excerpt("<p>" + "a" * 300 + "</p>") == "a" * 199 + "…"
