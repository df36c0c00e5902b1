"""The picture that goes with a link to a post: its title and author, in the site's colours."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from blog.models import Post

SIZE = (1200, 630)
MARGIN = 80
INK, PAPER, ACCENT = "#1c1917", "#faf7f2", "#b45309"
# The font that Pillow brings along.
LARGE, SMALL = ImageFont.load_default(68), ImageFont.load_default(36)
MOST_LINES = 5
LINE_HEIGHT = 84


def lines_of(title: str) -> list[str]:
    """The title in lines that fit, with an ellipsis if it is too long."""
    width = next(
        width
        for width in range(40, 0, -1)
        if all(
            LARGE.getlength(line) <= SIZE[0] - 2 * MARGIN for line in textwrap.wrap(title, width)
        )
    )
    return textwrap.wrap(title, width, max_lines=MOST_LINES, placeholder=" …")


def png(post: Post) -> bytes:
    """The picture as a file."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    for number, line in enumerate(lines_of(post.title)):
        draw.text((MARGIN, MARGIN + number * LINE_HEIGHT), line, font=LARGE, fill=INK)
    bottom = SIZE[1] - MARGIN
    draw.text((MARGIN, bottom), post.author.name, font=SMALL, fill=INK, anchor="ls")
    draw.text((SIZE[0] - MARGIN, bottom), "Latchkey", font=SMALL, fill=ACCENT, anchor="rs")
    file = io.BytesIO()
    # A few colours are enough, and make a small file.
    image.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()
