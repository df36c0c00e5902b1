"""Users as they are stored."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import User

pytestmark = pytest.mark.each_database


def test_emails_are_stored_in_lower_case() -> None:
    user = User.objects.create_user("Alice@Example.COM", name="Alice")
    assert user.email == "alice@example.com"
    user.refresh_from_db()
    assert user.email == "alice@example.com"


def test_emails_are_found_in_any_case(alice: User) -> None:
    assert User.objects.get(email="ALICE@example.com") == alice
    assert User.objects.get_by_natural_key("Alice@example.com") == alice
    assert User.objects.get(email__in=["ALICE@EXAMPLE.COM"]) == alice


def test_emails_are_unique_in_any_case(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@EXAMPLE.COM", name="Another")
    with pytest.raises(ValidationError, match="already exists"):
        User(email="ALICE@EXAMPLE.COM", name="Another", password="x").full_clean()


def test_the_database_refuses_capitals(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET email = 'Alice@example.com' WHERE id = %s", [alice.pk]
        )


def test_no_password_cannot_be_guessed() -> None:
    user = User.objects.create_user("alice@example.com", name="Alice")
    assert not user.has_usable_password()


def test_a_superuser_may_enter_the_admin() -> None:
    user = User.objects.create_superuser("alice@example.com", "secret", name="Alice")
    assert user.is_staff
    assert user.is_superuser
    assert str(user) == "alice@example.com"
    assert user.get_full_name() == user.get_short_name() == "Alice"
