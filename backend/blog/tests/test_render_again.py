"""Posts that were saved when the renderer made other HTML."""

import importlib
from typing import Any

from django.apps import apps
from django.db import connection

from blog.models import Post

migration = importlib.import_module("blog.migrations.0005_render_again")


def test_old_html_is_made_anew_and_nothing_else_changes(alice: Any) -> None:
    old = Post.objects.create(title="A", body="# B\n\n[c](/d)\n\n![e](/f.png)", author=alice)
    plain = Post.objects.create(title="A", body="B", author=alice)
    html = '<h1>B</h1>\n<p><a href="/d">c</a></p>\n<p><img src="/f.png" alt="e"></p>\n'
    Post.objects.filter(pk=old.pk).update(body_html=html)
    Post.objects.filter(pk=plain.pk).update(body_html="left alone")
    before = Post.objects.get(pk=old.pk)

    migration.render_again(apps, connection.schema_editor())

    after = Post.objects.get(pk=old.pk)
    changed = [
        field.name
        for field in Post._meta.concrete_fields
        if field.value_from_object(before) != field.value_from_object(after)
    ]
    assert after.body_html == old.body_html
    assert changed == ["body_html"]
    plain.refresh_from_db()
    assert plain.body_html == "left alone"
