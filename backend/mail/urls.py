"""The URLs of the outbox. Nuxt proxies them; the reverse proxy of a production site does not."""

from django.urls import path

from mail import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("/<int:pk>", views.outbox_mail, name="outbox-mail"),
    path("/<int:pk>/html", views.outbox_html, name="outbox-html"),
]
