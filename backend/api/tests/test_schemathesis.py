"""Generated requests: every response matches the schema. (schemathesis)"""

import ipaddress
import itertools
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
    unsupported_method,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from accounts.models import User
from api.throttling import AtomicScopedRateThrottle
from config.wsgi import application
from conftest import browser_of, status_or_code

pytestmark = pytest.mark.slow

ADDRESSES = (ipaddress.IPv4Address("10.0.0.0") + number for number in itertools.count(1))
# Any 32 letters are a CSRF token, if cookie and header are the same.
TOKEN = "t" * 32
# The URLs lead nowhere with an id such as -1.
NO_PATH = "not_found"


def from_new_addresses(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """The API without its limit on failed log-ins by network, which would refuse nearly all."""
    return application({**environ, "REMOTE_ADDR": str(next(ADDRESSES))}, start_response)


def load_schema(examples: int, coverage: bool) -> OpenApiSchema:
    """Load the schema. Coverage adds boundary values to the random examples."""
    config = {
        "seed": 1,
        "generation": {
            "deterministic": True,
            "max-examples": examples,
            "with-security-parameters": False,
        },
        "phases": {"coverage": {"enabled": coverage}},
    }
    return schemathesis.openapi.from_wsgi(
        "/api/schema/", from_new_addresses, config=SchemathesisConfig.from_dict(config)
    )


def needs_session(context: Any) -> bool:
    return any("session" in each for each in context.operation.definition.raw["security"])


def is_public(context: Any) -> bool:
    return not needs_session(context)


everything = load_schema(examples=20, coverage=True)
# Requests that are refused regardless of their content.
refused = load_schema(examples=5, coverage=False)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connection that holds the test's data: the server would close it after a request."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def no_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise most requests of a member would get 429."""
    rates = dict.fromkeys(AtomicScopedRateThrottle.THROTTLE_RATES, "10000/min")
    monkeypatch.setattr(AtomicScopedRateThrottle, "THROTTLE_RATES", rates)


@pytest.fixture(autouse=True)
def examples(alice: Any) -> None:
    """Create what each application has in its module `tests.examples` for requests to find."""
    for app in apps.get_app_configs():
        tests = Path(app.path) / "tests"
        if (tests / "examples.py").exists():
            import_module(f"{app.name}.tests.examples").create(alice)


def call(case: Any, cookies: dict[str, str], excluded: Iterable[Any] = ()) -> Any:
    """Send the request, validate the response against the schema and return it."""
    # It tries other credentials, but the client's cookies are sent as well.
    checks = [ignored_auth, *excluded]
    if case.method != "GET":
        # A schema cannot describe which passwords are right, which version a post has, or that a
        # text needs a visible character.
        checks.append(positive_data_acceptance)
    return case.call_and_validate(
        excluded_checks=checks,
        headers={"X-CSRFToken": TOKEN},
        cookies={settings.CSRF_COOKIE_NAME: TOKEN, **cookies},
    )


@pytest.mark.each_database
@everything.parametrize()
def test_responses_to_members(case: Any) -> None:
    name = settings.SESSION_COOKIE_NAME
    # Some cases log out.
    session = Session.objects.values_list("pk", flat=True).first()
    call(case, {name: session or browser_of(User.objects.get()).cookie(name)})


@pytest.mark.each_database
@everything.include(is_public).parametrize()
def test_responses_to_visitors(case: Any) -> None:
    call(case, {})


@refused.include(needs_session).parametrize()
def test_refusals_of_visitors(case: Any) -> None:
    expected = ("not_authenticated", "method_not_allowed", NO_PATH)
    assert status_or_code(call(case, {})) in expected


@refused.include(method=["POST", "PUT", "PATCH", "DELETE"]).parametrize()
def test_refusals_without_a_token(case: Any) -> None:
    # The token is checked before the method.
    response = call(case, {settings.CSRF_COOKIE_NAME: ""}, [unsupported_method])
    assert status_or_code(response) in ("csrf_failed", NO_PATH)
