"""What every endpoint is made of, and the description of them all."""

from functools import cache
from threading import Lock
from typing import Any, NoReturn

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.throttling import TooManyRequests


class Endpoint(APIView):
    """A view that tells a method it does not know from a visitor it does not know.

    Without this, a wrong method is 405 to members and "not logged in" to everybody else.
    """

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def check_permissions(self, request: Request) -> None:
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        super().check_permissions(request)

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        raise TooManyRequests(wait or 1)


class SchemaView(Endpoint):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="getSchema", responses={200: dict[str, Any]})
    def get(self, request: Request) -> HttpResponse:
        """Describe this API in OpenAPI 3.1."""
        # Two threads that made it at the same moment would be in each other's way.
        with MAKING_SCHEMA:
            return HttpResponse(schema_json(), content_type="application/json")


MAKING_SCHEMA = Lock()


@cache
def schema_json() -> bytes:
    """The schema, made once: it is the same for as long as the process lives."""
    schema = SchemaGenerator().get_schema(public=True)
    json: bytes = JSONRenderer().render(schema)
    return json
