"""Changed sources make the build stale."""

import pytest

from tests.frontend_build import is_stale

SOURCES = ["frontend/nuxt.config.ts", "frontend/app/app.vue", "frontend/package-lock.json"]


def test_changed_source_makes_build_stale() -> None:
    assert not is_stale()
    for source in SOURCES:
        assert is_stale(f"--what-if={source}"), source


@pytest.mark.parametrize("file", ["frontend/vitest.config.ts", "frontend/tests/api-schema.test.ts"])
def test_changed_test_does_not(file: str) -> None:
    assert not is_stale(f"--what-if={file}")
