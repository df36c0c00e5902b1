"""The allowlist of HTML. The parser produces nothing else; this catches its bugs, and ours."""

import re

import nh3

from blog.markdown.syntax_highlighting import CLASS_PREFIX

# Other hosts learn neither the page of their image nor that it is loaded before it is in view.
IMAGE_ATTRIBUTES = {"decoding": "async", "loading": "lazy", "referrerpolicy": "no-referrer"}
# Absolute, on any host. A relative address would differ in the editor's preview.
IMAGE_SOURCE = re.compile(r"(?:https?:/)?/.*", re.IGNORECASE | re.DOTALL)
# Wide code and tables scroll. Keyboards need them focusable, and what has focus needs a name.
SCROLLABLE = {
    "pre": {"tabindex": "0", "role": "group", "aria-label": "Code"},
    "table": {"tabindex": "0"},
}

ALLOWED = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"alt", "src", "title", *IMAGE_ATTRIBUTES},
    "ol": {"start"},
    **{tag: set(attributes) for tag, attributes in SCROLLABLE.items()},
    "span": {"class"},
    "td": {"align"},
    "th": {"align"},
} | {
    name: set()
    for name in [
        *("blockquote", "br", "em", "hr", "li", "p", "s", "strong", "ul"),
        *("h2", "h3", "h4", "h5", "h6"),
        *("tbody", "thead", "tr"),
    ]
}

# Any other class could imitate the site's own elements.
ALLOWED_VALUES = {
    ("code", "class"): re.compile(r"language-[^\s]+"),
    ("img", "src"): IMAGE_SOURCE,
    ("span", "class"): re.compile(rf"{CLASS_PREFIX}[a-z0-9]+"),
    **{("img", name): re.compile(value) for name, value in IMAGE_ATTRIBUTES.items()},
    **{
        (tag, name): re.compile(value)
        for tag, attributes in SCROLLABLE.items()
        for name, value in attributes.items()
    },
    ("td", "align"): re.compile(r"left|center|right"),
    ("th", "align"): re.compile(r"left|center|right"),
}


def filter_value(tag: str, attribute: str, value: str) -> str | None:
    pattern = ALLOWED_VALUES.get((tag, attribute))
    return value if pattern is None or pattern.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes=ALLOWED,
    attribute_filter=filter_value,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow ugc",
)


def sanitize(html: str) -> str:
    """Return what the allowlist leaves of the parser's HTML; wide blocks become scrollable."""
    for tag, attributes in SCROLLABLE.items():
        # The parser has escaped what looks like a tag in the source.
        opening = " ".join([tag, *(f'{name}="{value}"' for name, value in attributes.items())])
        html = html.replace(f"<{tag}>", f"<{opening}>")
    return CLEANER.clean(html)
