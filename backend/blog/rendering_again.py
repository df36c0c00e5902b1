"""For migrations: the posts that are there already, as the renderer makes them by now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from blog.markdown import rendering_of


def render_again(changed: Q) -> migrations.RunPython:
    """Make anew what follows from the texts of some posts.

    changed: the posts of which the renderer makes something else than before. All others stay as
    they are, and these keep their version and dates: their authors have changed nothing.
    """

    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        posts = apps.get_model("blog", "Post").objects.using(schema_editor.connection.alias)
        some = posts.filter(changed).only("body", "summary", "version")
        for post in some.iterator(chunk_size=100):
            rendering = rendering_of(post.body)
            # Not one that its author has changed at this very moment.
            posts.filter(pk=post.pk, version=post.version).update(
                body_html=rendering.html,
                body_text=rendering.text,
                excerpt=post.summary or rendering.beginning,
            )

    return migrations.RunPython(run, migrations.RunPython.noop)
