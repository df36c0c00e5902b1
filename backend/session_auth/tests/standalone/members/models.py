import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Member(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    nickname = models.CharField(max_length=20, unique=True)
    objects = BaseUserManager["Member"]()

    USERNAME_FIELD = "nickname"

    def __str__(self) -> str:
        return self.nickname
