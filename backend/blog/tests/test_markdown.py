"""Markdown to sanitised HTML"""

import re
from html import unescape

import pytest

from blog.markdown import excerpt_of, plain_text, render_html, truncate
from blog.markdown.sanitizer import CLEANER

PRE = '<pre tabindex="0" role="group" aria-label="Code">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("## A\n\n### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("# A\n\n## B", "<h2>A</h2>\n<h3>B</h3>\n"),
        (
            "A\n=\n\nB\n-\n\n> # C",
            "<h2>A</h2>\n<h3>B</h3>\n<blockquote>\n<h2>C</h2>\n</blockquote>\n",
        ),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("a  \nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n"),
        (
            "[a](https://x.example/ 'b')",
            '<p><a href="https://x.example/" title="b" rel="noopener nofollow ugc">a</a></p>\n',
        ),
        ("[a](/posts/1)", '<p><a href="/posts/1" rel="noopener nofollow ugc">a</a></p>\n'),
        (
            "![a](https://x.example/y.png 'b')",
            (
                '<p><img src="https://x.example/y.png" alt="a" title="b" decoding="async" '
                'loading="lazy" referrerpolicy="no-referrer"></p>\n'
            ),
        ),
        ("a ~~b~~ ~c~", "<p>a <s>b</s> ~c~</p>\n"),
        (
            "```python\nif a < b:\n    pass\n```",
            (
                f'{PRE}<code class="language-python"><span class="hl-k">if</span> '
                '<span class="hl-n">a</span> <span class="hl-o">&lt;</span> '
                '<span class="hl-n">b</span><span class="hl-p">:</span>\n'
                '    <span class="hl-k">pass</span>\n</code></pre>\n'
            ),
        ),
        (
            "```nonsense\na < b\n```",
            f'{PRE}<code class="language-nonsense">a &lt; b\n</code></pre>\n',
        ),
        ("```\na < b\n```", f"{PRE}<code>a &lt; b\n</code></pre>\n"),
        ("    <pre><table>", f"{PRE}<code>&lt;pre&gt;&lt;table&gt;\n</code></pre>\n"),
        (
            "| a | b |\n|:--|---|\n| 1 | 2 |",
            """<table tabindex="0">
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
def test_rendering(text: str, html: str) -> None:
    assert render_html(text) == html


def test_heading_levels_have_no_gaps() -> None:
    for source, rendered in {
        "1": "2",
        "123": "234",
        "3": "2",
        "24": "23",
        "242": "232",
        "313": "223",
        "2423": "2323",
        "561": "232",
        "123456": "234566",
        "12345624": "23456634",
    }.items():
        text = "\n\n".join(f"{'#' * int(level)} a" for level in source)
        headings = re.findall(r"<h(\d)>a</h(\d)>", render_html(text))
        assert headings == [(level, level) for level in rendered], source


def test_excerpt_is_plain_text() -> None:
    text = "# Title\n\nOne *two* [three](https://x.example).\n\n```\ncode\n```\n\nFour & <five>."
    assert excerpt_of(render_html(text)) == "One two three. Four & <five>."


def test_excerpt_is_cut_between_words() -> None:
    assert truncate("One two three four", 12) == "One two…"
    assert truncate("One two, three", 11) == "One two…"
    assert truncate("One two", 7) == "One two"
    assert excerpt_of("<p>" + "a" * 300 + "</p>") == "a" * 199 + "…"


def test_other_values_are_removed() -> None:
    for html in [
        '<code class="btn">a</code>',
        '<code class="language-a btn">a</code>',
        '<span class="btn">a</span>',
        '<span class="hl-k btn">a</span>',
        '<td align="evil">a</td>',
        '<pre tabindex="1" role="main" aria-label="Log in">a</pre>',
        '<table tabindex="-1">',
    ]:
        assert "=" not in CLEANER.clean(html), html


def test_image_addresses() -> None:
    """An image with another address becomes its description."""
    for address, is_shown in {
        "https://x.example/y.png": True,
        "HTTP://x.example/y.png": True,
        "//x.example/y.png": True,
        "/favicon.svg": True,
        "y.png": False,
        "mailto:a@x.example": False,
        "data:image/png;base64,AAAA": False,
        "ftp://x.example/y.png": False,
    }.items():
        html = render_html(f"![a *b* <c>](<{address}>)")
        words = "a b &lt;c&gt;"
        if is_shown:
            assert html.startswith(f'<p><img src="{address}" alt="{words}" ')
        else:
            assert html in (
                f"<p>{words}</p>\n",
                f"<p>![a <em>b</em> &lt;c&gt;](&lt;{address}&gt;)</p>\n",
            ), address


def test_image_attributes_are_fixed() -> None:
    html = CLEANER.clean(
        '<img src="https://x.example/" referrerpolicy="unsafe-url" loading="eager" decoding="sync">'
    )
    assert html == '<img src="https://x.example/">'


def test_code_keeps_every_character() -> None:
    code = "a < b && c > 'd' # \"e\"\n\n\n  <script>\tf</script>\n"
    for language in ["python", "js", "html", "css", "sql", "bash", "json", "vue"]:
        html = render_html(f"```{language}\n{code}\n```")
        assert 'class="hl-' in html or language == "vue"
        assert unescape(re.sub(r"<[^>]*>", "", html)) == f"{code}\n\n", language


def test_long_code_is_plain() -> None:
    assert "<span" in render_html("```python\n" + "pass\n" * 100 + "```")
    assert "<span" not in render_html("```python\n" + "pass\n" * 5000 + "```")


def test_no_inline_styles() -> None:
    """The Content-Security-Policy blocks them."""
    html = render_html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n\n```python\npass\n```")
    assert "style" not in html
    assert html.count("align=") == 6


def test_plain_text() -> None:
    text = (
        "# Title\n\nOne *two*.\n\n- three\n- four\n\n```\ncode < x\n```\n\n| a | b |\n|---|---|\n"
    )
    assert plain_text(render_html(text)) == "Title One two. three four code < x a b"
