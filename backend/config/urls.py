"""The URL patterns of the whole site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),
    path("api/", include("session_auth.urls")),
    path("api/account/", include("accounts.account_urls")),
    path("api/auth/", include("accounts.urls")),
    path("api/auth/", include("allauth.headless.urls")),
    path("api/", include("blog.urls")),
    path("admin/", admin.site.urls),
    path("outbox", include("mail.urls")),
    path("", include("blog.public_urls")),
]

handler400 = "session_auth.error_views.bad_request"
handler403 = "session_auth.error_views.permission_denied"
handler404 = "session_auth.error_views.not_found"
handler500 = "session_auth.error_views.server_error"
