"""Tags: one name and one slug for every spelling"""

import pytest

from blog import services
from blog.models import Tag
from blog.tags import hashed_tag_slug, tag_slug


def test_slugs_are_readable() -> None:
    for name, slug in {
        "keys": "keys",
        "home lab": "home-lab",
        "self-hosting": "self-hosting",
        "c-d e": "c-d-e",
        "café": "café",
        "鍵": "鍵",
        "a_b": "a_b",
    }.items():
        assert tag_slug(name) == slug


@pytest.mark.each_database
def test_slugs_are_unique() -> None:
    names = [
        *("c", "c+", "c++", "c#", "c-", "-c", "c--", "c -", "c - d", "c-d", "c d", "c--d", "c.d"),
        *("?", "!", "a/b", "ab", "a b", "a-b", "a-b c", "a b-c", "a'b", "<a>", "a" * 30, "-" * 30),
    ]
    slugs = [tag.slug for tag in services.get_or_create_tags(names)]
    assert len(set(slugs)) == len(names)
    assert all(0 < len(slug) <= 60 for slug in slugs)
    assert {tag.pk for tag in services.get_or_create_tags(names)} == set(
        Tag.objects.values_list("pk", flat=True)
    )


@pytest.mark.each_database
def test_second_name_of_a_slug_gets_a_hash() -> None:
    [first] = services.get_or_create_tags(["home lab"])
    [second] = services.get_or_create_tags(["Home-Lab"])
    third = Tag.objects.create(name="self-hosting")
    fourth = Tag.objects.create(name="Self Hosting")
    third.save()
    assert (first.name, first.slug) == ("home lab", "home-lab")
    assert (second.name, second.slug) == ("home-lab", hashed_tag_slug("home-lab"))
    assert (third.slug, fourth.slug) == (
        "self-hosting",
        hashed_tag_slug("self hosting"),
    )


@pytest.mark.each_database
def test_tags_are_created_once() -> None:
    first = services.get_or_create_tags(["keys", "home lab"])
    second = services.get_or_create_tags(["Home Lab", "KEYS", "keys"])
    assert {tag.pk for tag in first} == {tag.pk for tag in second}
    assert Tag.objects.count() == 2
    assert services.get_or_create_tags([]) == []
