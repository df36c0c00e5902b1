"""Migrations that render stored posts again"""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from blog.models import Post
from blog.tests.factories import make_post

pytestmark = pytest.mark.each_database

CASES = {
    "0005_render_again": ("[c](/d)", '<p><a href="/d">c</a></p>\n', "c"),
    "0007_render_again": ("~~b~~", "<p>~~b~~</p>\n", "~~b~~"),
    "0008_render_again": ("### d\n\ne", "<h3>d</h3>\n<p>e</p>\n", "e"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("summary", ["", "A summary"])
def test_only_derived_fields_change(alice: Any, name: str, summary: str) -> None:
    body, html, text = CASES[name]
    old = make_post(alice, body=body, summary=summary)
    plain = make_post(alice, body="B")
    changes = {"body_html": html, "body_text": text, "excerpt": summary or text}
    Post.objects.filter(pk=old.pk).update(**changes)
    Post.objects.filter(pk=plain.pk).update(body_html="left alone")

    [operation] = importlib.import_module(f"blog.migrations.{name}").Migration.operations
    operation.code(apps, connection.schema_editor())

    after = Post.objects.get(pk=old.pk)
    for field in Post._meta.concrete_fields:
        assert field.value_from_object(after) == field.value_from_object(old), field.name
    plain.refresh_from_db()
    assert plain.body_html == "left alone"
