"""The endpoints of one's own account, under /api/account/."""

from django.urls import path

from accounts.sessions import views as sessions

urlpatterns = [
    path("sessions/", sessions.SessionsView.as_view(), name="sessions"),
    path("sessions/<int:pk>/", sessions.SessionView.as_view(), name="session"),
    path(
        "sessions/end-others/", sessions.EndOtherSessionsView.as_view(), name="end-other-sessions"
    ),
    path("session-status/", sessions.SessionStatusView.as_view(), name="session-status"),
]
