"""The steps of "Remove posts" are read from the document."""

from pathlib import Path

import pytest

from tests.without_blog import DOCUMENT, StepError, delete_lines, lines_to_delete, scripts, section

STEPS = """\
## Before

```sh
make nothing
```

## Remove posts

```sh
rm a
rm b
```

| in | delete each line with |
| --- | --- |
| `some/file.py` | `"blog"` |

```sh
make schema
```

## After

```sh
rm -r everything
```
"""


def test_scripts_are_those_of_the_section() -> None:
    assert scripts(section(STEPS)) == ["rm a\nrm b\n", "make schema\n"]


def test_the_table_names_files_and_words() -> None:
    assert lines_to_delete(section(STEPS)) == [("some/file.py", '"blog"')]


def test_the_document_has_both() -> None:
    steps = section(DOCUMENT.read_text())

    assert "rm -r backend/blog" in scripts(steps)[0]
    assert ("backend/config/settings.py", '"blog"') in lines_to_delete(steps)


def test_every_line_with_the_words_is_deleted(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text('a\n    "blog",\nb\n"blog"\n')
    delete_lines(file, '"blog"')

    assert file.read_text() == "a\nb\n"


def test_missing_words_are_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("a\n")
    with pytest.raises(StepError, match=r"file\.py has no line with blog"):
        delete_lines(file, "blog")
