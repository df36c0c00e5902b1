"""docs/stories.md has every step."""

import re

from launch.paths import ROOT


def test_the_stories_have_all_38_steps() -> None:
    text = (ROOT / "docs" / "stories.md").read_text()
    rows = re.findall(r"^\| ([\d, ]+) \| `(.+)", text, re.MULTILINE)
    steps = [int(number) for numbers, _ in rows for number in numbers.split(",")]
    assert steps == list(range(1, 39))
    drawn = {int(number) for number in re.findall(r"\b(\d+)\. ", text)}
    assert set(range(1, 39)) <= drawn
