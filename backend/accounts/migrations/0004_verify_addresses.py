"""Give every user a verified address: none of them could log in without."""

from typing import Any

from django.db import migrations


def verify_addresses(apps: Any, schema_editor: Any) -> None:
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    database = schema_editor.connection.alias
    known = EmailAddress.objects.using(database)
    known.update(verified=True)
    users = User.objects.using(database).exclude(pk__in=known.values("user_id"))
    known.bulk_create(
        (
            EmailAddress(user_id=pk, email=email, verified=True, primary=True)
            for pk, email in users.values_list("pk", "email").iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_session_version"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify_addresses, migrations.RunPython.noop)]
