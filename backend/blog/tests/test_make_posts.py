"""manage.py make_posts"""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings

from blog import markdown, post_generator, services
from blog.models import Post

pytestmark = pytest.mark.slow


def test_number_of_posts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_posts", "300")
    assert "300 posts" in capsys.readouterr().out
    assert Post.objects.count() == 300
    assert Post.objects.values("author").distinct().count() == 20
    assert 200 < Post.objects.published().count() < 300
    assert 50 < Post.objects.public().count() < 150
    assert Post.objects.filter(tags__name="keys").exists()
    lengths = [len(post.body.split()) for post in Post.objects.all()]
    assert min(lengths) < 60 < 300 < max(lengths)


def test_derived_fields_match_saved_ones() -> None:
    call_command("make_posts", "20", verbosity=0)
    for post in Post.objects.all():
        generated = (post.title, post.slug, post.body_html, post.body_text, post.excerpt)
        services.save_post(post)
        saved = (post.title, post.slug, post.body_html, post.body_text, post.excerpt)
        assert generated == saved


def test_posts_are_reproducible() -> None:
    first, second = (
        [one.post.body for one in post_generator.PostGenerator().posts(5, [1])] for _ in "12"
    )
    assert first == second
    assert len(set(first)) == 5


def test_queries_are_batched(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    call_command("make_posts", "1")
    with django_assert_max_num_queries(80):
        call_command("make_posts", "1000")


def test_production_refuses(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="not generated in production"):
        call_command("make_posts", "1")
    assert not Post.objects.exists()
    settings.ENVIRONMENT = "local"
    call_command("make_posts", "1")
    assert Post.objects.exists()


def test_text_matches_html() -> None:
    [invented] = post_generator.PostGenerator().posts(1, [1])
    assert invented.post.body_text == markdown.plain_text(invented.post.body_html)
