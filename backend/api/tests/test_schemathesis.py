"""Requests that nobody would think of, made from the schema by schemathesis."""

import ipaddress
import itertools
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.apps import apps
from django.db import connections
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
    unsupported_method,
)

from accounts.models import User
from config.wsgi import application
from conftest import Browser, browser_of

CONFIG = {
    "seed": 1,
    # The same requests every time, and a bounded number of them.
    "generation": {"deterministic": True, "max-examples": 20, "with-security-parameters": False},
}
ADDRESSES = (ipaddress.IPv4Address("10.0.0.0") + number for number in itertools.count(1))


def from_ever_new_addresses(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """The API, without the limit on failures by address, behind which nothing else would be met."""
    return application({**environ, "REMOTE_ADDR": str(next(ADDRESSES))}, start_response)


schema = schemathesis.openapi.from_wsgi(
    "/api/schema/", from_ever_new_addresses, config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connection that holds the test's data: the server would close it after a request."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def examples(alice: Any) -> None:
    """Whatever each application has for the requests to find, in its module `tests.examples`."""
    for app in apps.get_app_configs():
        tests = Path(app.path) / "tests"
        if (tests / "examples.py").exists():
            import_module(f"{app.name}.tests.examples").create(alice)


def credentials_of(browser: Browser) -> dict[str, Any]:
    token = browser.token
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    return {"headers": {"X-CSRFToken": token}, "cookies": cookies}


def inapplicable(case: Any) -> list[Any]:
    """The checks that would report what is right."""
    # It tries credentials of its own, and ours go along with them.
    checks = [ignored_auth]
    if case.method != "GET":
        # No schema can say which passwords are the right ones, which version a post has, or that a
        # text has to have more in it than what shows nothing.
        checks.append(positive_data_acceptance)
    return checks


@schema.parametrize()
def test_every_answer_to_a_member_is_as_described(case: Any) -> None:
    # Logged in anew each time, because one of the operations is to log out.
    alice = User.objects.get()
    case.call_and_validate(excluded_checks=inapplicable(case), **credentials_of(browser_of(alice)))


@schema.parametrize()
def test_every_answer_to_a_visitor_is_as_described(case: Any) -> None:
    case.call_and_validate(excluded_checks=inapplicable(case), **credentials_of(Browser()))


@schema.parametrize()
def test_every_answer_without_a_token_is_as_described(case: Any) -> None:
    # The token is asked for before the method is looked at.
    case.call_and_validate(excluded_checks=[*inapplicable(case), unsupported_method])
