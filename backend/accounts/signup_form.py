"""What sign-up asks for besides e-mail and password: ACCOUNT_SIGNUP_FORM_CLASS."""

from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignupForm(forms.Form):
    name = forms.CharField(max_length=100)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Take over the name; allauth has saved the user already."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
