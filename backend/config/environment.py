"""The environment variables that Django and gunicorn read, each with its type.

A value that cannot be read ends the process with a sentence for whoever set it, not with a
traceback. Every variable is documented in docs/settings.md.
"""

import ipaddress
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, Self, TypeVar
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from config.dev_secret_key import local_secret_key
from config.env_validators import (
    Network,
    comma_separated,
    mistake,
    read_address,
    read_collector,
    read_cookie_domain,
    read_database_url,
    read_email_url,
    read_hosts,
    read_hsts,
    read_networks,
    read_origin,
    read_redis_url,
)
from monitoring.logging_config import LogFormat

REPOSITORY = Path(__file__).resolve().parents[2]
VAR = REPOSITORY / "var"
# Written by the make targets that prepare a checkout to work on; `make production` removes it.
LOCAL_MARKER = VAR / "local"

# Where Docker and others put secrets as files; SECRETS_DIR names another folder.
SECRETS = Path("/run/secrets")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOOPBACK: list[Network] = [
    ipaddress.IPv4Network("127.0.0.1/32"),
    ipaddress.IPv6Network("::1/128"),
]
MINIMUM_KEY_LENGTH = 50

A_PORT = "Set it to a number from 1 to 65535."
ONE_PROTOCOL = "Leave it out: 'http/protobuf' is what is spoken here."
# What to do about a value of the wrong type; every other message says it for itself.
REMEDIES = {
    "ENVIRONMENT": "Set it to 'production' or 'local'.",
    "DEBUG": "Set it to 'true' or 'false'.",
    "HTTPS": "Set it to 'true' or 'false'.",
    "LOG_FORMAT": "Set it to 'json' or 'plain'.",
    "API_PORT": A_PORT,
    "METRICS_PORT": A_PORT,
    "WEB_CONCURRENCY": "Set it to a number from 1 to 1000.",
    "OTEL_EXPORTER_OTLP_PROTOCOL": ONE_PROTOCOL,
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": ONE_PROTOCOL,
    "OTEL_SDK_DISABLED": "Set it to 'true' or 'false'.",
}


Address = Annotated[str, AfterValidator(read_address)]
Port = Annotated[int, Field(ge=1, le=65535)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(read_database_url)]
Collector = Annotated[str, AfterValidator(read_collector)]
Item = TypeVar("Item")
CommaSeparated = Annotated[list[Item], NoDecode, BeforeValidator(comma_separated)]


def default_environment() -> Literal["production", "local"]:
    """Local where `make run` has prepared the checkout, and else the safe answer."""
    return "local" if LOCAL_MARKER.exists() else "production"


class Environment(BaseSettings):
    """Everything that differs from one installation to the next."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    environment: Literal["production", "local"] = Field(default_factory=default_environment)
    debug: bool = False
    secret_key: SecretStr = SecretStr("")
    allowed_hosts: Annotated[CommaSeparated[str], AfterValidator(read_hosts)] = Field(
        default_factory=list
    )
    database_url: DatabaseUrl = SecretStr(f"sqlite:///{VAR / 'latchkey.sqlite3'}")
    database_replica_urls: CommaSeparated[DatabaseUrl] = Field(default_factory=list)
    redis_url: Annotated[SecretStr | None, AfterValidator(read_redis_url)] = None
    email_url: Annotated[SecretStr, AfterValidator(read_email_url)] | None = None
    https: bool | None = None
    trusted_proxies: Annotated[
        list[Network],
        NoDecode,
        BeforeValidator(lambda value: read_networks(comma_separated(value))),
    ] = LOOPBACK
    frontend_origin: Annotated[str, AfterValidator(read_origin)] | None = None
    cookie_domain: Annotated[str, AfterValidator(read_cookie_domain)] | None = None
    log_format: LogFormat | None = None
    hsts: Annotated[str, AfterValidator(read_hsts)] = "max-age=31536000"
    # gunicorn listens there. Loopback unless told otherwise: what faces the public (Nuxt, or a
    # reverse proxy) runs beside it.
    api_host: Address = "127.0.0.1"
    api_port: Port = 8000
    metrics_host: Address = "127.0.0.1"
    metrics_port: Port | None = None
    # gunicorn itself would start with none at all, and answer nobody.
    web_concurrency: Annotated[int, Field(ge=1, le=1000)] = 2
    # OpenTelemetry's own variables, as far as something of ours depends on them.
    otel_exporter_otlp_endpoint: Collector | None = None
    otel_exporter_otlp_traces_endpoint: Collector | None = None
    otel_exporter_otlp_protocol: Literal["http/protobuf"] = "http/protobuf"
    otel_exporter_otlp_traces_protocol: Literal["http/protobuf"] = "http/protobuf"
    otel_sdk_disabled: bool = False

    @property
    def is_explicit(self) -> bool:
        """Whether ENVIRONMENT is set, and not taken from the marker."""
        return "environment" in self.model_fields_set

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        return self.is_production if self.https is None else self.https

    def cookie_name(self, name: str) -> str:
        """The name of a cookie, with the prefix that its attributes allow.

        Browsers take a cookie with a prefix over HTTPS alone, and one with `__Host-` from this very
        host alone, so that no neighbouring subdomain can plant it. Every cookie named here has the
        path `/`.
        """
        if not self.is_https:
            return name
        return f"__Secure-{name}" if self.cookie_domain else f"__Host-{name}"

    @property
    def logs(self) -> LogFormat:
        """Programs read the logs of production, people those of their own machine."""
        return self.log_format or ("json" if self.is_production else "plain")

    @property
    def has_traces(self) -> bool:
        """Whether somebody collects traces."""
        collector = self.otel_exporter_otlp_traces_endpoint or self.otel_exporter_otlp_endpoint
        return collector is not None and not self.otel_sdk_disabled

    @property
    def database(self) -> dict[str, Any]:
        return dict(dj_database_url.parse(self.database_url.get_secret_value()))

    @property
    def mail_server(self) -> SplitResult:
        """Empty when there is none."""
        return urlsplit(self.email_url.get_secret_value() if self.email_url else "")

    @property
    def signing_key(self) -> str:
        return self.secret_key.get_secret_value() or local_secret_key(VAR / "secret-key")

    @property
    def replicas(self) -> list[dict[str, Any]]:
        urls = self.database_replica_urls
        return [dict(dj_database_url.parse(url.get_secret_value())) for url in urls]

    @property
    def hosts(self) -> list[str]:
        """The API's names, and the front end's: it asks for its pages in the visitor's name."""
        hosts = self.allowed_hosts or LOCAL_HOSTS
        if self.frontend_origin is None:
            return hosts
        frontend = urlsplit(self.frontend_origin).hostname or ""
        return [*hosts, *([] if frontend in hosts else [frontend])]

    @model_validator(mode="after")
    def check_ports(self) -> Self:
        if self.metrics_port == self.api_port:
            raise mistake(
                f"METRICS_PORT is {self.metrics_port}, and so is API_PORT. Choose another, "
                "so that metrics are not where the API is."
            )
        return self

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
        if problems and not self.is_explicit:
            problems.append(
                "ENVIRONMENT is not set, so this is taken for a production site. On your own "
                "machine run 'make run' once, or set ENVIRONMENT=local."
            )
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


def secrets_folder() -> Path | None:
    """Where a variable that is not set may be found as a file of its name."""
    named = os.environ.get("SECRETS_DIR")
    folder = Path(named) if named else SECRETS
    if named and not folder.is_dir():
        refuse([f"SECRETS_DIR: {named!r} is no folder. Name the one that holds the secrets."])
    return folder if folder.is_dir() else None


def refuse(lines: list[str]) -> NoReturn:
    print("Latchkey cannot start: its environment has a mistake.", file=sys.stderr)
    for line in lines:
        print(f"  {line}", file=sys.stderr)
    sys.exit(1)


def read_environment() -> Environment:
    """Read the environment, or end the process with what is wrong with it."""
    folder = secrets_folder()
    try:
        return Environment(_secrets_dir=folder)
    except ValidationError as error:
        refuse(sentences(error))
    except SettingsError as error:
        cause = error.__cause__
        reason = cause.strerror if isinstance(cause, OSError) else "it is not text"
        refuse([f"A secret in {folder} cannot be read: {reason}. Make it readable for this user."])


def read_server_environment() -> Environment:
    """The same for a server, which never takes the marker's word for what it is."""
    environment = read_environment()
    if not (environment.is_production or environment.is_explicit):
        line = (
            f"ENVIRONMENT is not set, and {LOCAL_MARKER} marks a checkout to work on. Set "
            "ENVIRONMENT=production on a server; on your own machine use 'make run'."
        )
        refuse([line])
    return environment
