"""Counting tests in the files that pytest and Vitest write."""

from pathlib import Path

import pytest

from launch.junit import Counts, read

# As pytest writes it: a test that fails and then fails to clean up is one test, though twice there.
RESULTS = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="5">
<testcase classname="a" name="passes"/>
<testcase classname="a" name="passes_and_talks"><system-out>hello</system-out></testcase>
<testcase classname="a" name="fails"><failure message="x"/><error message="y"/></testcase>
<testcase classname="a" name="breaks"><error message="x"/></testcase>
<testcase classname="a" name="is_skipped"><skipped message="x"/></testcase>
</testsuite></testsuites>
"""


def test_cases_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "results.xml"
    file.write_text(RESULTS)

    assert read(file) == Counts(passed=2, failed=2, skipped=1)


@pytest.mark.parametrize("content", ["", RESULTS[:200]])
def test_half_a_file_is_no_result(tmp_path: Path, content: str) -> None:
    file = tmp_path / "results.xml"
    file.write_text(content)

    assert read(file) is None


def test_no_file_is_no_result(tmp_path: Path) -> None:
    assert read(tmp_path / "results.xml") is None
