"""The environment variables of Django and gunicorn.

To add a variable: a field of `Environment`, its use in settings.py (or gunicorn.conf.py), and a row
in docs/settings.md. An invalid value ends the process with a message that says what to set.
"""

import ipaddress
import os
import sys
from email.utils import parseaddr
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

from config.dev_secret_key import dev_secret_key
from config.env_validators import (
    Network,
    invalid,
    split_commas,
    validate_collector_url,
    validate_cookie_domain,
    validate_database_url,
    validate_email_from,
    validate_email_url,
    validate_hosts,
    validate_hsts,
    validate_ip_address,
    validate_networks,
    validate_origin,
    validate_redis_url,
)
from monitoring.logging_config import LogFormat

REPOSITORY = Path(__file__).resolve().parents[2]
VAR = REPOSITORY / "var"
# The make targets for development create it; `make production` removes it.
LOCAL_MARKER = VAR / "local"
# Docker and Compose mount secrets there.
DEFAULT_SECRETS_DIR = Path("/run/secrets")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOOPBACK: list[Network] = [
    ipaddress.IPv4Network("127.0.0.1/32"),
    ipaddress.IPv6Network("::1/128"),
]
MIN_SECRET_KEY_LENGTH = 50
DEFAULT_EMAIL_FROM = "Latchkey <latchkey@localhost>"

BOOLEAN_HINT = "Set it to 'true' or 'false'."
PROTOCOL_HINT = "Leave it out: only 'http/protobuf' is supported."

# The description is the hint for a value of the wrong type. Validators have messages of their own.
Boolean = Annotated[bool, Field(description=BOOLEAN_HINT)]
IpAddress = Annotated[str, AfterValidator(validate_ip_address)]
Port = Annotated[int, Field(ge=1, le=65535)]
DayField = Annotated[int, Field(ge=1, le=360, description="Set it to a number from 1 to 360.")]
HourField = Annotated[int, Field(ge=1, le=8640, description="Set it to a number from 1 to 8640.")]
PortField = Annotated[Port, Field(description="Set it to a number from 1 to 65535.")]
Protocol = Annotated[Literal["http/protobuf"], Field(description=PROTOCOL_HINT)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(validate_database_url)]
CollectorUrl = Annotated[str, AfterValidator(validate_collector_url)]
Item = TypeVar("Item")
CommaSeparated = Annotated[list[Item], NoDecode, BeforeValidator(split_commas)]


def default_environment() -> Literal["production", "local"]:
    """Local in a checkout that make has prepared for development, else production."""
    return "local" if LOCAL_MARKER.exists() else "production"


class Environment(BaseSettings):
    """The variables, each with its type and default."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    environment: Literal["production", "local"] = Field(
        default_factory=default_environment, description="Set it to 'production' or 'local'."
    )
    debug: Boolean = False
    secret_key: SecretStr = SecretStr("")
    allowed_hosts: Annotated[CommaSeparated[str], AfterValidator(validate_hosts)] = Field(
        default_factory=list
    )
    database_url: DatabaseUrl = SecretStr(f"sqlite:///{VAR / 'latchkey.sqlite3'}")
    database_replica_urls: CommaSeparated[DatabaseUrl] = Field(default_factory=list)
    redis_url: Annotated[SecretStr | None, AfterValidator(validate_redis_url)] = None
    email_url: Annotated[SecretStr, AfterValidator(validate_email_url)] | None = None
    email_from: Annotated[str, AfterValidator(validate_email_from)] = DEFAULT_EMAIL_FROM
    signup_open: Annotated[bool | None, Field(description=BOOLEAN_HINT)] = None
    password_breach_check: Boolean = False
    # Less than a year, which the CSRF cookie lasts.
    session_days: DayField = 30
    session_idle_days: DayField = 14
    session_browser_hours: HourField = 24
    session_staff_hours: HourField = 24
    session_staff_idle_minutes: Annotated[
        int, Field(ge=5, le=1440, description="Set it to a number from 5 to 1440.")
    ] = 60
    https: Annotated[bool | None, Field(description=BOOLEAN_HINT)] = None
    trusted_proxies: Annotated[
        list[Network],
        NoDecode,
        BeforeValidator(lambda value: validate_networks(split_commas(value))),
    ] = LOOPBACK
    frontend_origin: Annotated[str, AfterValidator(validate_origin)] | None = None
    cookie_domain: Annotated[str, AfterValidator(validate_cookie_domain)] | None = None
    log_format: Annotated[LogFormat | None, Field(description="Set it to 'json' or 'plain'.")] = (
        None
    )
    hsts: Annotated[str, AfterValidator(validate_hsts)] = "max-age=31536000"
    # Loopback, because Nuxt or a reverse proxy faces the public.
    api_host: IpAddress = "127.0.0.1"
    api_port: PortField = 8000
    metrics_host: IpAddress = "127.0.0.1"
    metrics_port: Annotated[
        Port | None, Field(description="Set it to a number from 1 to 65535.")
    ] = None
    # gunicorn would accept 0 and then handle no request.
    web_concurrency: Annotated[
        int, Field(ge=1, le=1000, description="Set it to a number from 1 to 1000.")
    ] = 2
    # OpenTelemetry reads its variables itself. These are validated, or decide what is loaded.
    otel_exporter_otlp_endpoint: CollectorUrl | None = None
    otel_exporter_otlp_traces_endpoint: CollectorUrl | None = None
    otel_exporter_otlp_protocol: Protocol = "http/protobuf"
    otel_exporter_otlp_traces_protocol: Protocol = "http/protobuf"
    otel_sdk_disabled: Boolean = False

    @property
    def is_explicit(self) -> bool:
        """Whether ENVIRONMENT is set, instead of derived from the marker."""
        return "environment" in self.model_fields_set

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """HTTPS, by default on in production."""
        return self.is_production if self.https is None else self.https

    @property
    def signing_key(self) -> str:
        """SECRET_KEY, or the key of this development machine."""
        return self.secret_key.get_secret_value() or dev_secret_key(VAR / "secret-key")

    @property
    def hosts(self) -> list[str]:
        """ALLOWED_HOSTS and the front end's host, which the Nuxt server forwards."""
        hosts = self.allowed_hosts or LOCAL_HOSTS
        if self.frontend_origin is None:
            return hosts
        frontend = urlsplit(self.frontend_origin).hostname or ""
        return hosts if frontend in hosts else [*hosts, frontend]

    @property
    def database(self) -> dict[str, Any]:
        """DATABASE_URL as an entry of Django's DATABASES."""
        return dict(dj_database_url.parse(self.database_url.get_secret_value()))

    @property
    def replicas(self) -> list[dict[str, Any]]:
        """DATABASE_REPLICA_URLS as entries of Django's DATABASES."""
        urls = self.database_replica_urls
        return [dict(dj_database_url.parse(url.get_secret_value())) for url in urls]

    @property
    def mail_server(self) -> SplitResult:
        """The parts of EMAIL_URL, empty if it is not set."""
        return urlsplit(self.email_url.get_secret_value() if self.email_url else "")

    @property
    def site_title(self) -> str:
        """The name in EMAIL_FROM."""
        return parseaddr(self.email_from)[0] or "Latchkey"

    @property
    def is_signup_open(self) -> bool:
        """SIGNUP_OPEN, by default on a development machine only: every member reads all posts."""
        if self.is_production and self.email_url is None:
            return False
        return not self.is_production if self.signup_open is None else self.signup_open

    @property
    def active_log_format(self) -> LogFormat:
        """LOG_FORMAT, by default JSON in production."""
        return self.log_format or ("json" if self.is_production else "plain")

    @property
    def is_tracing(self) -> bool:
        """Whether traces are exported."""
        collector = self.otel_exporter_otlp_traces_endpoint or self.otel_exporter_otlp_endpoint
        return collector is not None and not self.otel_sdk_disabled

    def cookie_name(self, name: str) -> str:
        """The cookie's name with the prefix that its attributes allow.

        Browsers accept `__Host-` cookies from this very host only, so that no sibling subdomain can
        set them. The cookie must have the path `/`.
        https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
        """
        if not self.is_https:
            return name
        return f"__Secure-{name}" if self.cookie_domain else f"__Host-{name}"

    @model_validator(mode="after")
    def check_ports(self) -> Self:
        """Metrics and API use different ports."""
        if self.metrics_port == self.api_port:
            raise invalid(
                f"METRICS_PORT and API_PORT are both {self.api_port}. Set METRICS_PORT to another "
                "port, so that the API does not publish the metrics."
            )
        return self

    @model_validator(mode="after")
    def check_production(self) -> Self:
        """Production has a secret key and host names, and no DEBUG."""
        if not self.is_production:
            return self
        errors = [
            *self.secret_key_errors(),
            *self.allowed_hosts_errors(),
            *self.debug_errors(),
            *self.email_errors(),
        ]
        if errors and not self.is_explicit:
            errors.append(
                "ENVIRONMENT is not set, so this is a production site. On your own machine run "
                "'make run' once, or set ENVIRONMENT=local."
            )
        if errors:
            raise invalid("\n".join(errors))
        return self

    def secret_key_errors(self) -> list[str]:
        key = self.secret_key.get_secret_value()
        hint = (
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))' "
            "and keep it secret."
        )
        if not key:
            return [f"SECRET_KEY is missing; production does not start without it. {hint}"]
        if len(key) < MIN_SECRET_KEY_LENGTH:
            return [f"SECRET_KEY is shorter than {MIN_SECRET_KEY_LENGTH} characters. {hint}"]
        if key.startswith("django-insecure-"):
            return [f"SECRET_KEY is the example key of a new Django project. {hint}"]
        return []

    def allowed_hosts_errors(self) -> list[str]:
        hint = "List the host names of this site, such as 'blog.example.com'."
        if not self.allowed_hosts:
            return [f"ALLOWED_HOSTS is missing; production does not start without it. {hint}"]
        if "*" in self.allowed_hosts:
            return [f"ALLOWED_HOSTS must not be '*', which accepts any Host header. {hint}"]
        return []

    def debug_errors(self) -> list[str]:
        if not self.debug:
            return []
        return ["DEBUG is on, which shows secrets to visitors. Leave it out in production."]

    def email_errors(self) -> list[str]:
        if self.email_url is None or self.email_from != DEFAULT_EMAIL_FROM:
            return []
        hint = "Set it to the sender, such as 'Latchkey <latchkey@example.com>'."
        return [f"EMAIL_FROM is missing; mail servers refuse mail from latchkey@localhost. {hint}"]


def read_environment() -> Environment:
    """Read the environment, or end the process with a message."""
    secrets_dir = find_secrets_dir()
    try:
        return Environment(_secrets_dir=secrets_dir)
    except ValidationError as error:
        exit_with(*messages(error))
    except SettingsError as error:
        cause = error.__cause__
        reason = cause.strerror if isinstance(cause, OSError) else "it is not text"
        exit_with(
            f"A secret in {secrets_dir} cannot be read: {reason}. Make it a text file that "
            "this user can read."
        )


def read_server_environment() -> Environment:
    """Read the environment of a server, which ignores the marker of a development checkout.

    Otherwise a forgotten marker would start a production site with local settings.
    """
    environment = read_environment()
    if not (environment.is_production or environment.is_explicit):
        exit_with(
            f"ENVIRONMENT is not set, and {LOCAL_MARKER} marks a development checkout. Set "
            "ENVIRONMENT=production on a server; on your own machine use 'make run'."
        )
    return environment


def find_secrets_dir() -> Path | None:
    """The folder where variables that are not set may be files, if there is one."""
    name = os.environ.get("SECRETS_DIR")
    folder = Path(name) if name else DEFAULT_SECRETS_DIR
    if name and not folder.is_dir():
        exit_with(f"SECRETS_DIR: {name!r} is not a folder. Set it to the folder of the secrets.")
    return folder if folder.is_dir() else None


def messages(error: ValidationError) -> list[str]:
    """One message for each invalid variable."""
    lines: list[str] = []
    for each in error.errors(include_url=False, include_input=True):
        if not each["loc"]:
            lines.extend(each["msg"].splitlines())
            continue
        name = str(each["loc"][0])
        if each["type"] == "invalid_variable":
            lines.append(f"{name.upper()}: {each['msg']}")
        else:
            hint = Environment.model_fields[name].description
            lines.append(f"{name.upper()} cannot be {each['input']!r}. {hint}")
    return lines


def exit_with(*lines: str) -> NoReturn:
    """Print the messages to stderr, and exit with 1."""
    print("Latchkey cannot start. Correct these environment variables:", file=sys.stderr)
    for line in lines:
        print(f"  {line}", file=sys.stderr)
    sys.exit(1)
