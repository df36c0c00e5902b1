"""The blog's answers tell the browser what it may do with them."""

from typing import Any

import pytest

from blog.models import Post
from config.tests.test_security_headers import DATA, PAGE, security_headers
from conftest import Browser, Person, browser_of


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/posts/", DATA),
        ("/api/posts/public/", DATA),
        ("/feed.atom", DATA),
        ("/sitemap.xml", DATA),
        ("/robots.txt", DATA),
        ("/admin/blog/post/", PAGE),
    ],
)
def test_every_kind_of_answer_has_exactly_these_headers(
    person: Person, path: str, headers: dict[str, str]
) -> None:
    staff = browser_of(person("staff@example.com", is_staff=True, is_superuser=True))
    response = staff.get(path)

    assert response.status_code == 200
    assert security_headers(response) == headers


def test_only_the_picture_of_a_post_may_be_shown_on_other_sites(
    nobody: Browser, alice: Any
) -> None:
    post = Post.objects.create(
        title="A", body="", author=alice, status="published", visibility="public"
    )

    card = nobody.get(f"/api/posts/{post.pk}/card.png")

    assert card.headers["Content-Type"] == "image/png"
    assert security_headers(card) == {**DATA, "Cross-Origin-Resource-Policy": "cross-origin"}
