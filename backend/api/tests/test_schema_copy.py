"""The schema that the front end has in its own folder."""

import json
from pathlib import Path

from conftest import Browser

COPY = Path(__file__).resolve().parents[3] / "frontend" / "shared" / "api-schema.json"


def test_the_front_ends_copy_is_the_schema_as_it_is_now(nobody: Browser) -> None:
    assert json.loads(COPY.read_text()) == nobody.get("/api/schema/").json(), "run: make schema"
