"""The posts that are there already, as the renderer makes them by now."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q, QuerySet

from blog.markdown import rendering_of


def make_anew(posts: "QuerySet[Any]") -> int:
    """Make anew what follows from the texts of these posts, and say of how many it is new.

    They keep their version and dates: their authors have changed nothing.
    """
    changed = 0
    fields = ("body", "body_html", "body_text", "excerpt", "summary", "version")
    for post in posts.only(*fields).iterator(chunk_size=100):
        rendering = rendering_of(post.body)
        excerpt = post.summary or rendering.beginning
        made = {"body_html": rendering.html, "body_text": rendering.text, "excerpt": excerpt}
        if any(getattr(post, name) != value for name, value in made.items()):
            # Not one that its author has changed at this very moment.
            changed += posts.filter(pk=post.pk, version=post.version).update(**made)
    return changed


def render_again(changed: Q) -> migrations.RunPython:
    """For migrations. changed: the posts of which the renderer makes something else than before."""

    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        posts = apps.get_model("blog", "Post").objects.using(schema_editor.connection.alias)
        make_anew(posts.filter(changed))

    return migrations.RunPython(run, migrations.RunPython.noop)
