"""allauth's private names (accounts/allauth_private.py) mean what this application expects."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress, Login
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from accounts import allauth_private
from accounts.backends import AccountBackend
from accounts.headless.schema import allauth_spec
from accounts.models import User
from conftest import PASSWORD


@pytest.fixture
def http_request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


def test_an_answer_is_json_with_errors_that_have_code_message_and_param() -> None:
    """accounts/headless/responses.py reads them."""
    from allauth.headless.internal.restkit.response import ErrorResponse
    from django import forms

    class Form(forms.Form):
        name = forms.CharField()

    assert issubclass(ErrorResponse, allauth_private.APIResponse)
    request: Any = RequestFactory().get("/")
    request.allauth = SimpleNamespace(headless=SimpleNamespace(client="browser"))
    body = json.loads(ErrorResponse(request, input=Form({})).content)
    assert body == {
        "status": 400,
        "errors": [{"message": "This field is required.", "code": "required", "param": "name"}],
    }


def test_perform_password_login_logs_in(http_request: HttpRequest, alice: User) -> None:
    from allauth.core.context import request_context

    credentials = {"email": alice.email, "password": PASSWORD}
    with request_context(http_request):
        login = Login(user=alice, email=alice.email)
        allauth_private.perform_password_login(http_request, credentials, login)
    assert http_request.user == alice


def test_verify_email_verifies(http_request: HttpRequest, alice: User) -> None:
    from allauth.core.context import request_context

    address = EmailAddress.objects.get(user=alice)
    address.verified = False
    address.save()
    with request_context(http_request):
        assert allauth_private.verify_email(http_request, address)
    address.refresh_from_db()
    assert address.verified


def test_the_backend_overrides_what_allauth_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """`_authenticate` finds the user, `_check_password` compares, `_stash_user` keeps none."""
    for name in ("_authenticate", "_check_password", "_stash_user"):
        assert callable(getattr(AuthenticationBackend, name))
    calls = []
    monkeypatch.setattr(
        AccountBackend, "_authenticate", lambda self, request, **data: calls.append(data)
    )
    assert AccountBackend().authenticate(None, email="a@example.com", password="x") is None
    assert calls == [{"email": "a@example.com", "password": "x"}]


def test_the_adapter_has_the_methods_that_ours_overrides() -> None:
    from accounts.adapter import AccountAdapter

    overridden = {name for name, value in vars(AccountAdapter).items() if callable(value)}
    own = {"require_mail_allowed"}
    assert overridden - own <= set(dir(DefaultAccountAdapter))


def test_the_description_covers_every_endpoint_in_use() -> None:
    from django.urls import resolve

    from accounts.headless.endpoints import ENDPOINTS, endpoint

    described = {
        endpoint(method.upper(), resolve(path).url_name)
        for path, operations in allauth_spec()["paths"].items()
        for method in operations
    }
    assert set(ENDPOINTS) <= described
