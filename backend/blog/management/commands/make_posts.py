"""manage.py make_posts"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from blog import post_generator


class Command(BaseCommand):
    """Generates posts by twenty authors without a password, for measurements."""

    help = "Generate a number of posts (never in production)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="How many.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("Posts are not generated in production.")
        authors = [self.author(number) for number in range(1, post_generator.AUTHORS + 1)]
        for made in post_generator.create(options["number"], authors):
            self.stdout.write(f"\r{made:,} posts", ending="")
        self.stdout.write("")

    def author(self, number: int) -> int:
        email = f"author-{number}@example.com"
        user = User.objects.filter(email=email).first()
        return (user or User.objects.create_user(email, name=f"Author {number}")).pk
