"""Tags: one spelling, one address"""

import pytest

from blog.models import Tag
from blog.tags import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("keys", "keys"),
        ("home lab", "home-lab"),
        ("e-mail", "e--mail"),
        ("café", "café"),
        ("鍵", "鍵"),
        ("a_b", "a_b"),
    ],
)
def test_a_slug_is_easily_read(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_every_name_has_a_slug_of_its_own() -> None:
    names = ["c", "c+", "c++", "c#", "c-", "-c", "c--", "c -", "c - d", "c-d", "c d", "c--d", "c.d"]
    names += [
        "?",
        "!",
        "a/b",
        "ab",
        "a b",
        "a-b",
        "a-b c",
        "a b-c",
        "a'b",
        "<a>",
        "a" * 30,
        "-" * 30,
    ]
    slugs = [slug_of(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert all(0 < len(slug) <= 60 for slug in slugs)


def test_tags_are_made_once() -> None:
    first = Tag.named(["keys", "home lab"])
    second = Tag.named(["home lab", "keys", "keys"])
    assert {tag.pk for tag in first} == {tag.pk for tag in second}
    assert Tag.objects.count() == 2
    assert Tag.named([]) == []
