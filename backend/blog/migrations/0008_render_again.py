"""Render headings without gaps between levels, and code and tables that keyboards can scroll."""

from django.db import migrations
from django.db.models import Q

from blog.rerender import rerender_migration

CHANGED = (
    Q(body_html__contains="<h") | Q(body_html__contains="<pre>") | Q(body_html__contains="<table>")
)


class Migration(migrations.Migration):
    dependencies = [("blog", "0007_render_again")]
    operations = [rerender_migration(CHANGED)]
