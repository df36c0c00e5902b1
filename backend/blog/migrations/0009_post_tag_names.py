"""Tags in the author's spelling and order. Older posts show the tags' names, sorted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0008_render_again")]
    operations = [
        migrations.AddField(
            model_name="post",
            name="tag_names",
            field=models.JSONField(db_default=[], default=list, editable=False),
        ),
    ]
