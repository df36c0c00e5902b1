"""Telling a story step by step."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(numbers: str, sentence: str) -> Iterator[None]:
    """One or more steps of the stories, by their numbers; a failure says which it was."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"In step {numbers}: {sentence}")
        raise
