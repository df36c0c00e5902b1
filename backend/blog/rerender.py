"""Rendering stored posts again, after a change of the renderer."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q, QuerySet

from blog.markdown import render_markdown


def rerender(posts: "QuerySet[Any]") -> int:
    """Render these posts, save what differs, and return how many differed.

    Versions and dates stay, as the authors have changed nothing. `posts` may be of a migration.
    """
    changed = 0
    fields = ("body", "body_html", "body_text", "excerpt", "summary", "version")
    for post in posts.only(*fields).iterator(chunk_size=100):
        rendered = render_markdown(post.body)
        excerpt = post.summary or rendered.excerpt
        derived = {"body_html": rendered.html, "body_text": rendered.text, "excerpt": excerpt}
        if any(getattr(post, name) != value for name, value in derived.items()):
            # Unless the author has just saved another version.
            changed += posts.filter(pk=post.pk, version=post.version).update(**derived)
    return changed


def rerender_migration(affected: Q) -> migrations.RunPython:
    """Return a migration operation that renders the affected posts again."""

    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        posts = apps.get_model("blog", "Post").objects.using(schema_editor.connection.alias)
        rerender(posts.filter(affected))

    return migrations.RunPython(run, migrations.RunPython.noop)
