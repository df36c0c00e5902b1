"""Endpoints of ours under /api/auth/; allauth's are beside them (accounts/headless/)."""

from django.urls import path

from accounts import link_views

urlpatterns = [
    path("confirm-email/", link_views.ConfirmEmailView.as_view(), name="confirm-email"),
    path("reset-password/", link_views.ResetPasswordView.as_view(), name="reset-password"),
    path("undo-email-change/", link_views.UndoEmailChangeView.as_view(), name="undo-email-change"),
]
