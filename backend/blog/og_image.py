"""The picture that goes with a link to a post: its title and author, in the site's colours."""

import hashlib
import io
import json
import textwrap
from functools import cache
from threading import Lock

import font_source_sans_pro as source_sans
from PIL import Image, ImageDraw, ImageFont

from blog.models import CardImage, Post

# Count it up when the pictures shall look otherwise.
DESIGN = 1
SIZE = (1200, 630)
MARGIN = 80
WIDTH = SIZE[0] - 2 * MARGIN
INK, PAPER, ACCENT = "#1c1917", "#faf7f2", "#b45309"
LARGE = ImageFont.truetype(source_sans.font_files_ttf["SourceSansProSemibold"], 76)
SMALL = ImageFont.truetype(source_sans.font_files_ttf["SourceSansPro"], 40)
LINE_HEIGHT = 86
MOST_LINES = 4
# Where the title has not one letter that the font has, like one in Chinese.
NO_TITLE = "A post on Latchkey"


@cache
def is_in_font(character: str) -> bool:
    """Whether there is more to draw than the box that stands for what is missing."""
    return bytes(LARGE.getmask(character)) != bytes(LARGE.getmask("\uffff"))


def drawable(text: str) -> str:
    return " ".join("".join(filter(is_in_font, text)).split())


def lines_of(title: str) -> list[str]:
    """The title in lines that fit, with an ellipsis if it is too long."""
    for width in range(50, 0, -1):
        lines = textwrap.wrap(title, width, max_lines=MOST_LINES, placeholder="…")
        if all(LARGE.getlength(line) <= WIDTH for line in lines):
            return lines
    return []


def cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    while font.getlength(text) > width:
        text = text.removesuffix("…")[:-1] + "…"
    return text


def digest(post: Post) -> str:
    """What the picture shows, in short: another one is drawn when this is another."""
    shown = json.dumps([DESIGN, post.title, post.author.name])
    return hashlib.sha256(shown.encode(errors="surrogatepass")).hexdigest()


def png(post: Post) -> bytes:
    """The picture as a file."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    for number, line in enumerate(lines_of(drawable(post.title) or NO_TITLE)):
        draw.text((MARGIN, MARGIN + number * LINE_HEIGHT), line, font=LARGE, fill=INK)
    bottom = SIZE[1] - MARGIN
    author = cut(drawable(post.author.name), SMALL, WIDTH - 240)
    draw.text((MARGIN, bottom), author, font=SMALL, fill=INK, anchor="ls")
    draw.text((SIZE[0] - MARGIN, bottom), "Latchkey", font=SMALL, fill=ACCENT, anchor="rs")
    file = io.BytesIO()
    # A few colours are enough, and make a small file.
    image.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()


# One at a time in each process: many may ask for a new picture at the same moment.
DRAWING = Lock()


def kept_png(post: Post, digest: str) -> bytes:
    """The picture with this digest, drawn if it has not been yet."""
    found = find_png(post, digest)
    if found is not None:
        return found
    with DRAWING:
        return find_png(post, digest) or draw_and_keep(post, digest)


def find_png(post: Post, digest: str) -> bytes | None:
    kept = CardImage.objects.filter(post_id=post.pk, digest=digest).first()
    return None if kept is None else bytes(kept.png)


def draw_and_keep(post: Post, digest: str) -> bytes:
    drawn = png(post)
    # Another process that draws the same at the same moment is not in the way.
    CardImage.objects.bulk_create(
        [CardImage(post_id=post.pk, digest=digest, png=drawn)],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["digest", "png"],
    )
    return drawn
