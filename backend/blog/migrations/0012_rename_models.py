"""New names for two models; their tables keep theirs, which older code goes on using."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0011_card_image")]
    operations = [
        migrations.AlterModelTable("taggedpost", "blog_taggedpost"),
        migrations.RenameModel("TaggedPost", "PostTagIndex"),
        migrations.AlterModelTable("cardimage", "blog_cardimage"),
        migrations.RenameModel("CardImage", "OgImage"),
    ]
