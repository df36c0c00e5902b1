"""The admin as an application. (In apps.py Django would take it for the accounts themselves.)"""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Django's admin on our site, which has no log-in of its own."""

    default_site = "accounts.admin_site.AdminSite"
