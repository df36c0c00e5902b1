"""Which passwords are accepted: sign-up, reset, change and the admin share the rules."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from accounts.models import User
from conftest import PASSWORD, Browser

AUTH = "/api/auth/browser/v1"
REFUSED = [
    ("short12", "password_too_short"),
    ("x" * 129, "password_too_long"),
    ("password123", "password_too_common"),
    ("Latchkey2026", "password_has_context_word"),
    ("latchkeylatchkey", "password_has_context_word"),
    ("danielle47", "password_too_similar"),
]
ACCEPTED = ["correct horse", "x" * 128, "8436512907", "latchkey on a rainy day", "пароль-и-слово"]


def codes(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["errors"] if "password" in item["attr"]}


def test_sign_up(anonymous: Browser) -> None:
    def sign_up(password: str) -> Any:
        dana = {"email": "danielle@example.com", "name": "Danielle", "password": password}
        return anonymous.post_json(f"{AUTH}/auth/signup", dana)

    for password, code in REFUSED:
        response = sign_up(password)
        assert (password, response.status_code) == (password, 400)
        assert code in codes(response)
    assert not User.objects.exists()
    assert sign_up(ACCEPTED[0]).status_code == 202


def test_change(as_alice: Browser, alice: User, settings: Settings) -> None:
    settings.AUTH_RATES = {**settings.AUTH_RATES, "password_change": (100, 60)}
    User.objects.update(name="Danielle")

    def change(password: str, current: str = PASSWORD) -> Any:
        data = {"current_password": current, "new_password": password}
        return as_alice.post_json(f"{AUTH}/account/password/change", data)

    for password, code in REFUSED:
        response = change(password)
        assert (password, response.status_code) == (password, 400)
        assert code in codes(response)
    assert codes(change(ACCEPTED[0], "wrong")) == {"enter_current_password"}
    current = PASSWORD
    for password in ACCEPTED:
        assert change(password, current).status_code == 200
        current = password


def test_the_breach_check_is_off_by_default(settings: Settings) -> None:
    names = [validator["NAME"] for validator in settings.AUTH_PASSWORD_VALIDATORS]
    assert not any("pwned" in name for name in names)


def test_the_breach_check_lets_a_password_pass_when_its_service_is_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "pwned_passwords_django.validators.PwnedPasswordsValidator"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": name}]
    monkeypatch.setattr(
        "pwned_passwords_django.api.default_client.api_endpoint", "http://127.0.0.1:9/"
    )
    validate_password("a-password-of-its-own")
    with pytest.raises(ValidationError):
        validate_password("password123")
