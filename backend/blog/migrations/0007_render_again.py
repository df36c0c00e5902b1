"""Render ~~strikethrough~~, and images with relative addresses as words."""

from django.db import migrations
from django.db.models import Q

from blog.rerender import rerender_migration

CHANGED = Q(body__contains="~~") | Q(body_html__contains="<img ")


class Migration(migrations.Migration):
    dependencies = [("blog", "0006_tagged_post")]
    operations = [rerender_migration(CHANGED)]
