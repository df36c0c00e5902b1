"""The users in the admin."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from accounts.models import User

if TYPE_CHECKING:
    TypedUserAdmin = DjangoUserAdmin[User]
    TypedCreationForm = AdminUserCreationForm[User]
else:
    TypedUserAdmin = DjangoUserAdmin
    TypedCreationForm = AdminUserCreationForm


class UserCreationForm(TypedCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


@admin.register(User)
class UserAdmin(TypedUserAdmin):
    add_form = UserCreationForm
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Permissions", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    readonly_fields = ["date_joined", "last_login"]
    filter_horizontal = ["groups"]
    list_display = ["email", "name", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active"]
    ordering = ["email"]
    search_fields = ["email", "name"]
