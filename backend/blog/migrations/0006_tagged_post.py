"""The index of posts by tag, filled with existing posts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
INSERT INTO blog_taggedpost (post_id, tag_id, author_id, published_at, is_public)
SELECT blog_post.id, tag_id, author_id, published_at, visibility = 'public'
FROM blog_post JOIN blog_post_tags ON blog_post_tags.post_id = blog_post.id
WHERE status = 'published' AND deleted_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0005_render_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="+", to="blog.tag"),
        ),
        migrations.CreateModel(
            name="TaggedPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("is_public", models.BooleanField()),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="blog.post",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="blog.tag",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tag", "-published_at", "-post"], name="post_tag"),
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["tag", "-published_at", "-post"],
                        name="post_tag_public",
                    ),
                    models.Index(
                        fields=["tag", "author", "-published_at", "-post"], name="post_tag_author"
                    ),
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["tag", "author", "-published_at", "-post"],
                        name="post_tag_author_public",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "tag"), name="tagged_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
