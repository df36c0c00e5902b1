"""Telling a Chromium that works from one that does not."""

from pathlib import Path

import pytest

from launch import chromium


def program(path: Path, code: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_the_one_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program(tmp_path / "mine", 0)
    monkeypatch.setenv("CHROMIUM", str(mine))

    assert chromium.executable() == mine


@pytest.mark.parametrize("code", [1, 127])  # 127: a system library is missing
def test_one_that_is_named_and_does_not_start_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    mine = program(tmp_path / "mine", code)
    monkeypatch.setenv("CHROMIUM", str(mine))

    with pytest.raises(chromium.ChromiumMissingError, match="does not start"):
        chromium.executable()


def test_one_on_the_path_is_found_and_a_broken_one_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path / "chromium", 1)
    works = program(tmp_path / "google-chrome", 0)

    assert chromium.executable() == works


def test_a_file_that_is_not_there_or_no_program_does_not_start(tmp_path: Path) -> None:
    assert not chromium.starts(tmp_path / "nothing")
    (tmp_path / "text").write_text("text")
    assert not chromium.starts(tmp_path / "text")
