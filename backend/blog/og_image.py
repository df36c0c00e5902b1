"""Open Graph images: a post's title and author in the site's colours, for link previews."""

import hashlib
import io
import json
import textwrap
from functools import cache
from threading import Lock

import font_source_sans_pro as source_sans
from PIL import Image, ImageDraw, ImageFont

from blog.models import OgImage, Post

# Increase it to redraw all images after a change of the design.
DESIGN_VERSION = 1
SIZE = (1200, 630)
MARGIN = 80
WIDTH = SIZE[0] - 2 * MARGIN
INK, PAPER, ACCENT = "#1c1917", "#faf7f2", "#b45309"
LARGE = ImageFont.truetype(source_sans.font_files_ttf["SourceSansProSemibold"], 76)
SMALL = ImageFont.truetype(source_sans.font_files_ttf["SourceSansPro"], 40)
LINE_HEIGHT = 86
MAX_LINES = 4
# For titles without a glyph in the font, such as Chinese ones.
FALLBACK_TITLE = "A post on Latchkey"

# One drawing at a time in each process: many clients may request a new image at once.
DRAWING = Lock()


def digest(post: Post) -> str:
    """Return a hash of what the image shows; a new digest means a new image."""
    shown = json.dumps([DESIGN_VERSION, post.title, post.author.name])
    return hashlib.sha256(shown.encode(errors="surrogatepass")).hexdigest()


def get_or_draw(post: Post, digest: str) -> bytes:
    """Return the PNG with this digest, and draw it on the first request."""
    png = _stored(post, digest)
    if png is not None:
        return png
    with DRAWING:
        return _stored(post, digest) or _draw_and_store(post, digest)


def _stored(post: Post, digest: str) -> bytes | None:
    image = OgImage.objects.filter(post_id=post.pk, digest=digest).first()
    return None if image is None else bytes(image.png)


def _draw_and_store(post: Post, digest: str) -> bytes:
    png = draw(post)
    # Another process may store the same image at the same time.
    OgImage.objects.bulk_create(
        [OgImage(post_id=post.pk, digest=digest, png=png)],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["digest", "png"],
    )
    return png


def draw(post: Post) -> bytes:
    """Draw the image and return it as PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    for number, line in enumerate(wrap_title(drawable(post.title) or FALLBACK_TITLE)):
        draw.text((MARGIN, MARGIN + number * LINE_HEIGHT), line, font=LARGE, fill=INK)
    bottom = SIZE[1] - MARGIN
    author = truncate(drawable(post.author.name), SMALL, WIDTH - 240)
    draw.text((MARGIN, bottom), author, font=SMALL, fill=INK, anchor="ls")
    draw.text((SIZE[0] - MARGIN, bottom), "Latchkey", font=SMALL, fill=ACCENT, anchor="rs")
    file = io.BytesIO()
    # Few colours make a small file.
    image.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def is_in_font(character: str) -> bool:
    """Return whether the font has a glyph other than the box for missing ones."""
    return bytes(LARGE.getmask(character)) != bytes(LARGE.getmask("\uffff"))


def drawable(text: str) -> str:
    """Return the text without characters that the font lacks."""
    return " ".join("".join(filter(is_in_font, text)).split())


def wrap_title(title: str) -> list[str]:
    """Return the title in lines that fit, with an ellipsis if it is too long."""
    for width in range(50, 0, -1):
        lines = textwrap.wrap(title, width, max_lines=MAX_LINES, placeholder="…")
        if all(LARGE.getlength(line) <= WIDTH for line in lines):
            return lines
    return []


def truncate(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Cut the text, with an ellipsis, to a width in pixels."""
    while font.getlength(text) > width:
        text = text.removesuffix("…")[:-1] + "…"
    return text
