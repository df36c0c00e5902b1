"""The user."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import Case, F, When
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.sessions.models import UserSession

__all__ = ["User", "UserSession"]

if TYPE_CHECKING:
    TypedEmailField = models.EmailField[str, str]
else:
    TypedEmailField = models.EmailField


class LowercaseEmailField(TypedEmailField):
    """Stores and looks up in lower case, so that `unique` ignores case."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.lower() if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def next_session_version(is_active: Any) -> Case:
    """Increment where `is_active` changes, compared in the database when the row is written."""
    version = F("session_version")
    return Case(When(is_active=is_active, then=version), default=version + 1)


class UserQuerySet(models.QuerySet["User"]):
    def update(self, **values: Any) -> int:
        """Update rows. Changing `is_active` ends the sessions of the account."""
        if "is_active" in values:
            values["session_version"] = next_session_version(values["is_active"])
        return super().update(**values)


def verify_address(user: "User") -> None:
    """Make the user's address the verified one; without one, allauth lets no user in."""
    from allauth.account.models import EmailAddress  # it needs the user model

    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user with a verified address.

        Without a password, log-in by password is impossible. Sign-up does not come through here.
        """
        user = self.model(email=email, **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            verify_address(user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user with all permissions in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member, who logs in with an e-mail address."""

    email = LowercaseEmailField("e-mail", unique=True)
    name = models.CharField(max_length=100)
    is_staff = models.BooleanField(
        "staff", default=False, help_text="May enter the administration pages."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="May log in. Untick this instead of deleting an account."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # Sessions of an earlier version are invalid.
    session_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            # With the unique index: one account per address, for rows from SQL too.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_is_lowercase"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. Changing `is_active` ends the sessions of the account."""
        fields = kwargs.get("update_fields")
        if self._state.adding or (fields is not None and "is_active" not in fields):
            super().save(*args, **kwargs)
            return
        if fields is not None:
            kwargs["update_fields"] = {*fields, "session_version"}
        # Not the version that was read: another process may have incremented it.
        self.session_version = next_session_version(self.is_active)
        try:
            super().save(*args, **kwargs)
        finally:
            # Django reads the number at the next access.
            del self.session_version

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """End sessions of an earlier version; version 0 has the hash of sessions without one."""
        # The stubs leave out this private method of Django's.
        session_hash: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{session_hash}.{self.session_version}" if self.session_version else session_hash

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
