"""Lines and tags have the spelling that the editor takes them to have before it sends them."""

import json
from pathlib import Path

import pytest

from blog.tags import name_of
from blog.text import one_line

TESTS_OF_THE_EDITOR = Path(__file__).resolve().parents[3] / "frontend/layers/blog/tests"
SPELLINGS = json.loads((TESTS_OF_THE_EDITOR / "spellings.json").read_text())


@pytest.mark.parametrize(("typed", "line"), SPELLINGS["lines"])
def test_a_line_is_what_the_editor_takes_it_for(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize(("typed", "name"), SPELLINGS["tags"])
def test_a_tag_is_what_the_editor_takes_it_for(typed: str, name: str) -> None:
    assert name_of(typed) == name
    assert name_of(name) == name
