"""~~This~~ is struck through, pictures that cannot be there are words."""

from django.db import migrations
from django.db.models import Q

from blog.rerender import render_again

CHANGED = Q(body__contains="~~") | Q(body_html__contains="<img ")


class Migration(migrations.Migration):
    dependencies = [("blog", "0006_tagged_post")]
    operations = [render_again(CHANGED)]
