"""Posts with XSS payloads in every field."""

from blog.tests.xss_payloads import ALL, PAYLOADS
from tests.browser.blog.temporary_posts import PostData

# The API refuses a NUL.
PAYLOADS_TO_STORE = [payload for payload in ALL if "\0" not in payload]
# Techniques that need several lines, which titles cannot have.
OF_TEXTS = {"Markdown links", "Markdown images", "code blocks", "tables and headings"}
PAYLOADS_OF_A_LINE = [
    payload
    for technique, payloads in PAYLOADS.items()
    if technique not in OF_TEXTS
    for payload in payloads
    if payload in PAYLOADS_TO_STORE
]
# Breaks out of an attribute, a title, a script, a tag and a template.
NAME = "\"'></title></script><img src=x onerror=alert(1)>{{constructor.constructor('alert(1)')()}}"
BODY = "needle\n\n" + "\n\n".join(PAYLOADS_TO_STORE)


def joined(length: int) -> list[str]:
    """The one-line payloads joined into few texts of this maximum length."""
    texts = [""]
    for payload in PAYLOADS_OF_A_LINE:
        if len(texts[-1]) + len(payload) < length:
            texts[-1] += f" {payload}"
        else:
            texts.append(payload)
    return texts


TITLES = joined(200)
NAMES = joined(100)
TAGS = [payload for payload in PAYLOADS_TO_STORE if len(payload) <= 30 and "," not in payload]
PAGES = -(-len(TITLES) // 10)


def malicious_post(number: int) -> PostData:
    title = TITLES[number]
    # The newest post has all payloads in its body; of the others, search excerpts show theirs.
    body = BODY if number == len(TITLES) - 1 else f"needle {title}"
    return PostData(title, body, summary=title, tags=TAGS[number :: len(TITLES)])
