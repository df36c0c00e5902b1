"""The schema of the API."""

from functools import cache
from threading import Lock
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from session_auth.views import Endpoint


class SchemaView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="getSchema", responses={200: dict[str, Any]})
    def get(self, request: Request) -> HttpResponse:
        """Describe this API in OpenAPI 3.1."""
        # The generator is not thread-safe.
        with SCHEMA_LOCK:
            return HttpResponse(schema_json(), content_type="application/json")


SCHEMA_LOCK = Lock()


@cache
def schema_json() -> bytes:
    """Generate the schema, once per process."""
    schema = SchemaGenerator().get_schema(public=True)
    json: bytes = JSONRenderer().render(schema)
    return json
