"""The application's settings, with the pages to compare with."""

from pathlib import Path

from config.settings import *  # noqa: F403 - all of them, that is the point
from config.settings import TEMPLATES

ROOT_URLCONF = "bench.template_page.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
