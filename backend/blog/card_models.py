"""The pictures that go with links, as they have been drawn."""

from django.db import models


class CardImage(models.Model):
    """The picture of a post: drawn for the first request, and again when title or author change.

    It is kept in the database, where every process of the API finds it, and goes with its post.
    """

    # The code of before, in a rolling update, deletes posts without knowing of their pictures.
    post = models.OneToOneField(
        "blog.Post",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    # What it shows: card.digest.
    digest = models.CharField(max_length=64)
    png = models.BinaryField()

    def __str__(self) -> str:
        return f"the card of {self.post_id}"
