"""Rename two models; their tables keep the names, which older code uses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0011_card_image")]
    operations = [
        migrations.AlterModelTable("taggedpost", "blog_taggedpost"),
        migrations.RenameModel("TaggedPost", "PostTagIndex"),
        migrations.AlterModelTable("cardimage", "blog_cardimage"),
        migrations.RenameModel("CardImage", "OgImage"),
    ]
