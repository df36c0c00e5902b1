"""Where every address leads."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),
    path("api/", include("accounts.urls")),
    path("api/", include("blog.urls")),
    path("admin/", admin.site.urls),
    path("", include("blog.public_urls")),
]

handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
