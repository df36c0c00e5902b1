"""The application's settings, with pages to compare against."""

from pathlib import Path

from config.settings import *  # noqa: F403 - settings modules inherit like this
from config.settings import TEMPLATES

ROOT_URLCONF = "bench.template_page.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
