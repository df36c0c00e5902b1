"""Normalisation agrees with the editor's: both sides test the same examples"""

import json
from pathlib import Path

from blog.normalize import normalize_line, tag_display_name, tag_name

FRONTEND_TESTS = Path(__file__).resolve().parents[3] / "frontend/layers/blog/tests"
SPELLINGS = json.loads((FRONTEND_TESTS / "spellings.json").read_text())


def test_lines() -> None:
    for text, line in SPELLINGS["lines"]:
        assert normalize_line(text) == line


def test_tags() -> None:
    for text, name in SPELLINGS["tags"]:
        assert tag_display_name(text) == name
        assert tag_display_name(name) == name
        assert tag_name(text) == tag_name(tag_name(text)) == tag_name(name.lower())
