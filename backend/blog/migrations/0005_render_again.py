"""Render first-level headings, images and links anew."""

from django.db import migrations
from django.db.models import Q

from blog.rerender import rerender_migration

CHANGED = (
    Q(body_html__contains="<h1>") | Q(body_html__contains="<img ") | Q(body_html__contains="<a ")
)


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_search")]
    operations = [rerender_migration(CHANGED)]
