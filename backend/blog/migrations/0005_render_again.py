"""The HTML of the posts that are there already, as the renderer makes it by now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from blog.markdown import render

# What it makes differently: first headings, pictures and links.
CHANGED = (
    Q(body_html__contains="<h1>") | Q(body_html__contains="<img ") | Q(body_html__contains="<a ")
)


def render_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    posts = apps.get_model("blog", "Post").objects.using(schema_editor.connection.alias)
    for post in posts.filter(CHANGED).only("body", "version").iterator(chunk_size=100):
        # Not one that its author has changed at this very moment.
        unchanged = posts.filter(pk=post.pk, version=post.version)
        unchanged.update(body_html=render(post.body))


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_search")]
    operations = [migrations.RunPython(render_again, migrations.RunPython.noop)]
