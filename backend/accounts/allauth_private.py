"""Names of django-allauth that are private to it, all in one place.

An update of allauth may change them: tests/test_allauth_private.py holds each to what this
application expects of it, and the version is pinned in requirements/api.in.
"""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core.context import request_context
from allauth.headless.internal.restkit.response import APIResponse

__all__ = ["LOGIN_SESSION_KEY", "APIResponse", "perform_password_login", "request_context"]
