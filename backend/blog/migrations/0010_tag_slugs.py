"""Slugs with single hyphens: self-hosting instead of self--hosting."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from blog.services import refresh_tag_slugs


def renew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    refresh_tag_slugs(apps.get_model("blog", "Tag").objects.using(schema_editor.connection.alias).all())


class Migration(migrations.Migration):
    dependencies = [("blog", "0009_post_tag_names")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
