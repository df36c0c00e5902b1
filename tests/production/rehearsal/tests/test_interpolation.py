"""Variables in a Compose file."""

import pytest

from tests.production.rehearsal.interpolation import MissingVariableError, interpolate

SET = {"NAME": "blog", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$NAME and ${NAME}", "blog and blog"),
        ("${NAME}.example.com", "blog.example.com"),
        ("${UNSET}", ""),
        ("${UNSET:-default}", "default"),
        ("${EMPTY:-default}", "default"),
        ("${EMPTY-default}", ""),
        ("${NAME:?is needed}", "blog"),
        ("${EMPTY?is needed}", ""),
        ("costs $$5", "costs $5"),
        ("a $ alone", "a $ alone"),
    ],
)
def test_a_variable_is_replaced_as_compose_does(text: str, expected: str) -> None:
    assert interpolate(text, SET) == expected


@pytest.mark.parametrize("text", ["${UNSET:?needed}", "${UNSET?needed}", "${EMPTY:?needed}"])
def test_one_that_is_needed_and_missing_is_refused_in_the_words_of_the_file(text: str) -> None:
    with pytest.raises(MissingVariableError, match=r"^(UNSET|EMPTY) is not set\. needed$"):
        interpolate(text, SET)
