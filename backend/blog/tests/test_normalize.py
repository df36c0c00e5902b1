"""Lines and tags have the spelling that the editor takes them to have before it sends them."""

import json
from pathlib import Path

import pytest

from blog.normalize import one_line
from blog.tags import name_of, spelling_of

TESTS_OF_THE_EDITOR = Path(__file__).resolve().parents[3] / "frontend/layers/blog/tests"
SPELLINGS = json.loads((TESTS_OF_THE_EDITOR / "spellings.json").read_text())


@pytest.mark.parametrize(("typed", "line"), SPELLINGS["lines"])
def test_a_line_is_what_the_editor_takes_it_for(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize(("typed", "spelling"), SPELLINGS["tags"])
def test_a_tag_is_what_the_editor_takes_it_for(typed: str, spelling: str) -> None:
    assert spelling_of(typed) == spelling
    assert spelling_of(spelling) == spelling
    assert name_of(typed) == name_of(name_of(typed)) == name_of(spelling.lower())
