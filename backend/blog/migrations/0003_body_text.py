"""Fill in the plain text of existing posts."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from blog.markdown import plain_text


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    posts = apps.get_model("blog", "Post").objects.using(schema_editor.connection.alias)
    for post in posts.only("body_html").iterator():
        posts.filter(pk=post.pk).update(body_text=plain_text(post.body_html))


class Migration(migrations.Migration):
    dependencies = [("blog", "0002_publishing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
