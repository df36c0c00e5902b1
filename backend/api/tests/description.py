"""Validate responses against the schema."""

from collections.abc import Iterator
from typing import Any

import jsonschema


def operations(schema: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def check(schema: Any, path: str, response: Any) -> None:
    """Validate a response against the schema."""
    method = response.request["REQUEST_METHOD"].lower()
    described = schema["paths"][path][method]["responses"][str(response.status_code)]
    for name, header in described.get("headers", {}).items():
        if name == "Set-Cookie":
            assert response.cookies, f"{method} {path} sets no cookie"
        else:
            value = response.headers[name]
            number = header["schema"]["type"] == "integer"
            jsonschema.validate(int(value) if number else value, header["schema"])
    if "content" not in described:
        assert response.content == b""
        return
    media = described["content"][response.headers["Content-Type"]]
    if media["schema"].get("format") == "binary":
        return
    # References look for the components here.
    strict = {"components": strictly(schema["components"]), **media["schema"]}
    jsonschema.Draft202012Validator(
        strict, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(response.json())


def strictly(components: Any) -> Any:
    """Allow described properties only."""
    for component in components["schemas"].values():
        if "properties" in component:
            component.setdefault("additionalProperties", False)
    return components


def names(schema: Any, app: str) -> set[str]:
    """The names of an application's operations."""
    return {each["operationId"] for _, _, each in operations(schema) if each["tags"] == [app]}
