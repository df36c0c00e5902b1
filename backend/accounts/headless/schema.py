"""allauth's description of its endpoints, in the schema of this API: POSTPROCESSING_HOOKS.

The requests are allauth's own; the answers and errors are those of responses.py.
"""

from http import HTTPStatus
from importlib.resources import files
from typing import Any

import yaml
from django.urls import resolve

from accounts.allauth_private import describe_requests
from accounts.headless import ROOT
from accounts.headless.endpoints import ENDPOINTS, endpoint
from api.schema import DESCRIPTIONS

TAG = "auth"
ERRORS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
CONFLICT = "`wrong_step`: no such step waits; `other_account`: the page is of another account."
AUTH_STATE = {
    "type": "object",
    "description": "The account of the session, and the steps that wait for a code.",
    "properties": {
        "account": {"oneOf": [{"$ref": "#/components/schemas/Account"}, {"type": "null"}]},
        "pending": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["account", "pending"],
}


def add_auth_endpoints(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the endpoints in use to the schema that drf-spectacular has generated."""
    spec = allauth_spec()
    result["components"]["schemas"]["AuthState"] = AUTH_STATE
    security = {
        "get": result["paths"]["/api/login-set-cookie/"]["get"]["security"],
        "post": result["paths"]["/api/login/"]["post"]["security"],
    }
    for path, operations in sorted(spec["paths"].items()):
        name = resolve(path).url_name
        for method, operation in operations.items():
            if endpoint(method.upper(), name) in ENDPOINTS:
                described = describe(spec, method, str(name), operation)
                described["security"] = security[method]
                result["paths"].setdefault(path, {})[method] = described
    return result


def allauth_spec() -> dict[str, Any]:
    """Read allauth's description, fitted to the settings of this project."""
    text = (files("allauth.headless.spec") / "doc" / "openapi.yaml").read_text(encoding="utf-8")
    spec: dict[str, Any] = yaml.safe_load(text)
    spec["paths"] = {
        path.replace("/_allauth", ROOT): operations for path, operations in spec["paths"].items()
    }
    describe_requests(spec)
    return spec


def describe(
    spec: dict[str, Any], method: str, name: str, operation: dict[str, Any]
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation_id(method, name),
        "description": operation["summary"],
        "tags": [TAG],
        "responses": responses(),
    }
    if parameters := operation.get("parameters"):
        described["parameters"] = inline(spec, parameters)
    if body := operation.get("requestBody"):
        content = inline(spec, body)["content"]["application/json"]["schema"]
        described["requestBody"] = {"content": {"application/json": {"schema": content}}}
        described["requestBody"]["required"] = True
    return described


def operation_id(method: str, name: str) -> str:
    """Make "resendLoginCode" of "resend_login_code", and "getResetPassword" of a GET."""
    words = name.split("_")
    if method == "get":
        words.insert(0, "get")
    return words[0] + "".join(word.title() for word in words[1:])


def responses() -> dict[str, Any]:
    def answer(component: str, description: str) -> dict[str, Any]:
        schema = {"$ref": f"#/components/schemas/{component}"}
        return {"description": description, "content": {"application/json": {"schema": schema}}}

    described = {
        "200": answer("AuthState", "Done."),
        "202": answer("AuthState", "A step waits for a code that was sent by mail."),
    }
    for status in ERRORS:
        description = CONFLICT if status == HTTPStatus.CONFLICT else DESCRIPTIONS[status]
        described[str(int(status))] = answer("Error", description)
    return described


def inline(spec: dict[str, Any], node: Any) -> Any:
    """Replace the references to allauth's components by what they name."""
    if isinstance(node, list):
        return [inline(spec, each) for each in node]
    if not isinstance(node, dict):
        return node
    if reference := node.get("$ref"):
        target: Any = spec
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        return inline(spec, target)
    return {key: inline(spec, value) for key, value in node.items() if key != "example"}
