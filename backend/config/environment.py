"""The environment variables that Django reads, each with its type.

A value that cannot be read ends the process with a sentence for whoever set it, not with a
traceback. Every variable is documented in docs/settings.md.
"""

import ipaddress
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import dj_database_url
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]
VAR = REPOSITORY / "var"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOOPBACK: list[Network] = [
    ipaddress.IPv4Network("127.0.0.1/32"),
    ipaddress.IPv6Network("::1/128"),
]
MINIMUM_KEY_LENGTH = 50
HSTS = re.compile(r"max-age=\d+(; includeSubDomains)?(; preload)?")

# What to do about a value of the wrong type; every other message says it for itself.
REMEDIES = {
    "ENVIRONMENT": "Set it to 'production' or 'local'.",
    "DEBUG": "Set it to 'true' or 'false'.",
    "HTTPS": "Set it to 'true' or 'false'.",
}


def mistake(message: str) -> PydanticCustomError:
    """An error whose text is exactly `message`, braces and all."""
    return PydanticCustomError("mistake", "{message}", {"message": message})


def comma_separated(value: Any) -> Any:
    if isinstance(value, str):
        return [part for part in (item.strip() for item in value.split(",")) if part]
    return value


def read_networks(items: Iterable[str]) -> list[Network]:
    try:
        return [ipaddress.ip_network(item) for item in items]
    except ValueError as error:
        raise mistake(
            f"{error}. List addresses or networks separated by commas, "
            "such as '127.0.0.1/32,10.0.0.0/8'."
        ) from error


class Environment(BaseSettings):
    """Everything that differs from one installation to the next."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    # A deployment that forgets to say what it is gets the safe answer.
    environment: Literal["production", "local"] = "production"
    debug: bool = False
    secret_key: SecretStr = SecretStr("")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(default_factory=list)
    database_url: SecretStr = SecretStr(f"sqlite:///{VAR / 'latchkey.sqlite3'}")
    redis_url: SecretStr | None = None
    https: bool | None = None
    trusted_proxies: Annotated[list[Network], NoDecode] = LOOPBACK
    hsts: str = "max-age=31536000"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        return self.is_production if self.https is None else self.https

    @property
    def database(self) -> dict[str, Any]:
        return dict(dj_database_url.parse(self.database_url.get_secret_value()))

    @property
    def signing_key(self) -> str:
        return self.secret_key.get_secret_value() or local_secret_key(VAR / "secret-key")

    @property
    def hosts(self) -> list[str]:
        return self.allowed_hosts or LOCAL_HOSTS

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: Any) -> Any:
        return comma_separated(value)

    @field_validator("allowed_hosts")
    @classmethod
    def check_hosts(cls, hosts: list[str]) -> list[str]:
        for host in hosts:
            if "/" in host or (":" in host and not host.startswith("[")):
                raise mistake(
                    f"{host!r} is not a host name. Give names only, without scheme, port or path, "
                    "such as 'blog.example.com'."
                )
        return hosts

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def check_networks(cls, value: Any) -> Any:
        return read_networks(comma_separated(value))

    @field_validator("database_url")
    @classmethod
    def check_database_url(cls, url: SecretStr) -> SecretStr:
        # The value is not repeated: it may hold a password.
        try:
            database = dj_database_url.parse(url.get_secret_value())
        except ValueError as error:
            raise mistake(
                "cannot be read as a database URL. Write it as "
                "'postgres://user:password@host:5432/name' or 'sqlite:////path/to/file'."
            ) from error
        if not str(database["ENGINE"]).endswith((".postgresql", ".sqlite3")):
            raise mistake(
                "names a database other than PostgreSQL or SQLite, the two that are supported. "
                "Begin it with 'postgres://' or 'sqlite:///'."
            )
        return url

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, url: SecretStr | None) -> SecretStr | None:
        schemes = ("redis://", "rediss://", "unix://")
        if url is not None and not url.get_secret_value().startswith(schemes):
            raise mistake("is not a Redis URL. Write it as 'redis://host:6379/0', or leave it out.")
        return url

    @field_validator("hsts")
    @classmethod
    def check_hsts(cls, header: str) -> str:
        if not HSTS.fullmatch(header):
            raise mistake(
                f"{header!r} is no Strict-Transport-Security header. Write it as "
                "'max-age=31536000; includeSubDomains; preload', or less of it."
            )
        return header

    @model_validator(mode="after")
    def check_production(self) -> Self:
        if not self.is_production:
            return self
        problems = [
            *self.problems_with_secret_key(),
            *self.problems_with_hosts(),
            *(
                ["DEBUG is on, which shows secrets to strangers. Leave it out in production."]
                if self.debug
                else []
            ),
        ]
        if problems:
            raise mistake("\n".join(problems))
        return self

    def problems_with_secret_key(self) -> list[str]:
        key = self.secret_key.get_secret_value()
        remedy = (
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))' "
            "and keep it secret."
        )
        if not key:
            return [f"SECRET_KEY is missing; production does not start without it. {remedy}"]
        if len(key) < MINIMUM_KEY_LENGTH:
            return [f"SECRET_KEY is shorter than {MINIMUM_KEY_LENGTH} characters. {remedy}"]
        if key.startswith("django-insecure-"):
            return [f"SECRET_KEY is the example key of a new Django project. {remedy}"]
        return []

    def problems_with_hosts(self) -> list[str]:
        remedy = "List the names this site answers to, such as 'blog.example.com'."
        if not self.allowed_hosts:
            return [f"ALLOWED_HOSTS is missing; production does not start without it. {remedy}"]
        if "*" in self.allowed_hosts:
            return [f"ALLOWED_HOSTS must not be '*', which lets anyone invent the host. {remedy}"]
        return []


def local_secret_key(path: Path) -> str:
    """The key of a development machine, made at the first start and kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and linked into place: of two processes that start at once, one wins and
        # neither ever reads half a key. mkstemp makes the file readable by its owner only.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()


def sentences(error: ValidationError) -> list[str]:
    """One plain sentence or two for each thing that is wrong."""
    lines = []
    for problem in error.errors(include_url=False, include_input=True):
        if not problem["loc"]:
            lines.extend(problem["msg"].splitlines())
            continue
        name = str(problem["loc"][0]).upper()
        if problem["type"] == "mistake":
            lines.append(f"{name}: {problem['msg']}")
        else:
            lines.append(f"{name} cannot be {problem['input']!r}. {REMEDIES[name]}")
    return lines


def read_environment() -> Environment:
    """Read the environment, or end the process with what is wrong with it."""
    try:
        return Environment()
    except ValidationError as error:
        print("Latchkey cannot start: its environment has a mistake.", file=sys.stderr)
        for line in sentences(error):
            print(f"  {line}", file=sys.stderr)
        sys.exit(1)
