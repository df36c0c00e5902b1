"""The numbered steps of docs/stories.md."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(numbers: str, sentence: str) -> Iterator[None]:
    """One or more steps of a story; a failure names them."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"In step {numbers}: {sentence}")
        raise
