from django.urls import path

from api.views import SchemaView

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
]
