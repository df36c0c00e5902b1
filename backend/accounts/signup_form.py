"""What sign-up asks for besides e-mail and password: ACCOUNT_SIGNUP_FORM_CLASS."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User


class SignupForm(forms.Form):
    name = forms.CharField(max_length=100)

    def clean(self) -> dict[str, Any]:
        """Compare the password with the name and the address; allauth knows neither then."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("password"):
            user = User(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], user)
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def signup(self, request: HttpRequest, user: User) -> None:
        """Take over the name; allauth has saved the user already."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
