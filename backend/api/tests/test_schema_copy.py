"""The front end's copy of the schema."""

import json
from pathlib import Path

from conftest import Browser

COPY = Path(__file__).resolve().parents[3] / "frontend" / "shared" / "api-schema.json"


def test_the_front_end_has_the_current_schema(anonymous: Browser) -> None:
    assert json.loads(COPY.read_text()) == anonymous.get("/api/schema/").json(), "run: make schema"
