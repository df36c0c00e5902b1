"""Scripts that a page needs, prefetched ones, and their sizes."""

from bench.browser import PageScripts
from bench.shipped_scripts import Script, needed

HTML = """
<link rel="modulepreload" as="script" crossorigin href="/_nuxt/entry.js">
<link rel="prefetch" as="script" crossorigin href="/_nuxt/editor.js">
<link rel="stylesheet" href="/_nuxt/main.css" crossorigin>
<script type="module" src="/_nuxt/entry.js" crossorigin></script>
<script type="module" crossorigin src="/_nuxt/page.js"></script>
<script>const href="/_nuxt/inline.js"</script>
"""


def test_scripts_of_the_html_count() -> None:
    assert needed(HTML) == {"/_nuxt/entry.js", "/_nuxt/page.js"}


def test_prefetched_scripts_count() -> None:
    entry = Script("/_nuxt/entry.js", 60_000, "zstd", needed=True)
    editor = Script("/_nuxt/editor.js", 31_000, "zstd", needed=False)

    assert PageScripts("home", [entry]).row()[3:] == ["60.0", "0.0", "60.0", "≤ 90 reached"]
    assert PageScripts("home", [entry, editor]).row()[3:] == ["60.0", "31.0", "91.0", "≤ 90 MISSED"]
