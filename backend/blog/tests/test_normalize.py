"""Lines and tags have the spelling that the editor takes them to have before it sends them."""

import json
from pathlib import Path

import pytest

from blog.normalize import normalize_line, tag_display_name, tag_name

TESTS_OF_THE_EDITOR = Path(__file__).resolve().parents[3] / "frontend/layers/blog/tests"
SPELLINGS = json.loads((TESTS_OF_THE_EDITOR / "spellings.json").read_text())


@pytest.mark.parametrize(("typed", "line"), SPELLINGS["lines"])
def test_a_line_is_what_the_editor_takes_it_for(typed: str, line: str) -> None:
    assert normalize_line(typed) == line


@pytest.mark.parametrize(("typed", "spelling"), SPELLINGS["tags"])
def test_a_tag_is_what_the_editor_takes_it_for(typed: str, spelling: str) -> None:
    assert tag_display_name(typed) == spelling
    assert tag_display_name(spelling) == spelling
    assert tag_name(typed) == tag_name(tag_name(typed)) == tag_name(spelling.lower())
