"""POST /api/posts/preview/"""

import pytest

from accounts.models import User
from blog.models import Post
from blog.tests.factories import make_post
from conftest import NOT_AUTHENTICATED, Browser, error

URL = "/api/posts/preview/"


@pytest.mark.parametrize("body", ["", "A *b*\n\n```python\npass\n```", "<script>alert(1)</script>"])
def test_it_renders_as_saving_does(as_alice: Browser, alice: User, body: str) -> None:
    response = as_alice.post_json(URL, {"body": body})
    assert response.status_code == 200
    assert not Post.objects.exists()
    assert response.json() == {"body_html": make_post(alice, body=body).body_html}


def test_it_requires_a_login(anonymous: Browser, as_alice: Browser) -> None:
    assert as_alice.post_json(URL, {"body": "a"}).status_code == 200
    response = anonymous.post_json(URL, {"body": "a"})
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


def test_body_limits(as_alice: Browser) -> None:
    assert as_alice.post_json(URL, {"body": "a" * 200_000}).status_code == 200
    response = as_alice.post_json(URL, {"body": "a" * 200_001})
    assert response.status_code == 400
    assert response.json() == error(
        "body_too_large",
        "This text is longer than 200 kB. Split it in two.",
        "body",
        "validation_error",
    )
    assert as_alice.post_json(URL, {}).json()["errors"][0]["code"] == "required"
