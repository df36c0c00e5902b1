"""GET /api/posts/{id}/card.png"""

import io

import pytest
from PIL import Image

from accounts.models import User
from blog import og_image
from blog.models import OgImage, Post
from blog.tests.factories import change_post, make_post
from conftest import NOT_FOUND, Browser

pytestmark = pytest.mark.each_database


@pytest.fixture
def post(alice: User) -> Post:
    return make_post(alice, "A key", status="published", visibility="public")


def picture(content: bytes) -> "Image.Image":
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_image_of_a_public_post(anonymous: Browser, post: Post) -> None:
    for accept in ["*/*", "image/*", "image/avif,image/webp", "text/html"]:
        response = anonymous.get(f"/api/posts/{post.pk}/card.png", headers={"Accept": accept})
        assert response.status_code == 200, accept
        assert response.headers["Content-Type"] == "image/png"
        assert picture(response.content).size == (1200, 630)
        assert len(response.content) < 50_000


@pytest.mark.parametrize("change", [{"visibility": "members"}, {"status": "draft"}])
def test_other_posts_have_none(
    anonymous: Browser, as_alice: Browser, post: Post, change: dict[str, str]
) -> None:
    url = f"/api/posts/{post.pk}/card.png"
    assert anonymous.get(url).status_code == 200
    Post.objects.update(**change)
    for browser in (anonymous, as_alice):
        response = browser.get(url)
        assert response.status_code == 404
        assert response.json() == NOT_FOUND


def test_is_cacheable(anonymous: Browser, as_alice: Browser, post: Post) -> None:
    for browser in (anonymous, as_alice):
        response = browser.get(f"/api/posts/{post.pk}/card.png")
        assert response.headers["Cache-Control"] == "public, max-age=300"
        # By origin, as all of the API; not by cookie.
        assert response.headers["Vary"] == "origin"


def test_404_is_not_cacheable(anonymous: Browser, post: Post) -> None:
    """The post may be published soon."""
    response = anonymous.get(f"/api/posts/{post.pk + 1}/card.png")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_title_is_drawn(post: Post) -> None:
    before = og_image.draw(post)
    assert og_image.draw(post) == before
    post.title = "Another key"
    assert og_image.draw(post) != before


def test_long_titles_and_names_fit(post: Post) -> None:
    titles = [
        "A",
        "W" * 200,
        "a " * 100,
        "鍵",
        "🙂",
        "é’–ßЖΩ",
        "\u202e",
        "١٢٣",
        "-" * 200,
        "…" * 200,
    ]
    for title in titles:
        post.title, post.author.name = title, title
        drawn = picture(og_image.draw(post))
        margin = drawn.crop((og_image.SIZE[0] - og_image.MARGIN + 8, 0, *og_image.SIZE))
        assert margin.getcolors() == [(margin.width * margin.height, (0xFA, 0xF7, 0xF2))], title


def test_missing_glyphs_are_omitted() -> None:
    assert og_image.drawable("a 鍵 🙂 é ’ Ж") == "a é ’ Ж"


def test_fallback_title(post: Post) -> None:
    post.title = "鍵 🙂"
    instead = og_image.draw(post)
    post.title = og_image.FALLBACK_TITLE
    assert og_image.draw(post) == instead


def test_is_drawn_once_per_content(
    anonymous: Browser, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    png = og_image.draw

    def watched(post: Post) -> bytes:
        drawn.append(post.title)
        return png(post)

    monkeypatch.setattr(og_image, "draw", watched)
    url = f"/api/posts/{post.pk}/card.png"
    first, again = anonymous.get(url), anonymous.get(url)
    assert (first.content, first.headers["ETag"]) == (again.content, again.headers["ETag"])
    change_post(Post.objects.get())
    anonymous.get(url)
    assert drawn == ["A key"]
    change_post(post, title="B")
    other = anonymous.get(url)
    assert drawn == ["A key", "B"]
    assert other.content != first.content
    User.objects.update(name="C")
    assert anonymous.get(url).content != other.content
    assert OgImage.objects.count() == 1
    post.delete()
    assert not OgImage.objects.exists()


def test_conditional_request(anonymous: Browser, post: Post) -> None:
    url = f"/api/posts/{post.pk}/card.png"
    etag = anonymous.get(url).headers["ETag"]
    unchanged = anonymous.get(url, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["Cache-Control"] == "public, max-age=300"
    assert unchanged.headers["ETag"] == etag
    User.objects.update(name="C")
    assert anonymous.get(url, headers={"If-None-Match": etag}).status_code == 200
