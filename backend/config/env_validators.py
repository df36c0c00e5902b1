"""Validators of environment variables: each returns the value in use, or raises `invalid()`.

Messages do not repeat values that may hold a password.
"""

import ipaddress
import re
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)
EMAIL_ADDRESS = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]+@{HOST_NAME.pattern}", re.IGNORECASE)
HSTS = re.compile(r"max-age=\d+(; includeSubDomains)?(; preload)?")
DEFAULT_PORTS = {"http": 80, "https": 443}
# Schemes of EMAIL_URL and their default ports: unencrypted, STARTTLS, TLS.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}

ENCODING_HINT = "Write / ? # @ , ; and % in a password as %2F %3F %23 %40 %2C %3B and %25."


def invalid(message: str) -> PydanticCustomError:
    """An error with exactly this message, which may contain braces."""
    return PydanticCustomError("invalid_variable", "{message}", {"message": message})


def split_commas(value: Any) -> Any:
    """Split a string at commas; drop spaces and empty items."""
    if isinstance(value, str):
        return [item for item in map(str.strip, value.split(",")) if item]
    return value


def validate_networks(items: Iterable[str]) -> list[Network]:
    """Parse IP addresses and networks in CIDR notation."""
    try:
        return [ipaddress.ip_network(item) for item in items]
    except ValueError as error:
        raise invalid(
            f"{error}. List addresses or networks separated by commas, "
            "such as '127.0.0.1/32,10.0.0.0/8'."
        ) from error


def validate_ip_address(text: str) -> str:
    """An IPv4 or IPv6 address without port or brackets."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise invalid(
            f"{text!r} is not an IP address. Set it to an address of this machine, such as "
            "'10.0.0.5', or to '0.0.0.0' for all of them."
        ) from error


def validate_hosts(hosts: list[str]) -> list[str]:
    """Host names for ALLOWED_HOSTS; IPv6 addresses are in brackets."""
    for host in hosts:
        if "/" in host or (":" in host and not host.startswith("[")):
            raise invalid(
                f"{host!r} is not a host name. List names without scheme, port or path, "
                "such as 'blog.example.com'."
            )
    return hosts


def validate_origin(text: str) -> str:
    """Normalise to scheme, host and non-default port, as browsers write the Origin header."""
    try:
        url = urlsplit(text)
        host, port = url.hostname or "", url.port
    except ValueError:
        url, host, port = urlsplit(""), "", None
    is_bare = text.rstrip("/").lower() == f"{url.scheme}://{url.netloc}".lower()
    is_http = url.scheme in DEFAULT_PORTS
    if not is_http or not is_bare or "@" in url.netloc or not HOST_NAME.fullmatch(host):
        raise invalid(
            f"{text!r} is not an origin. Set it to scheme and host, and the port if it is not the "
            "default one, such as 'https://app.example.com'."
        )
    is_default = port in (None, DEFAULT_PORTS[url.scheme])
    return f"{url.scheme}://{host}" + ("" if is_default else f":{port}")


def validate_cookie_domain(text: str) -> str:
    """Remove the leading dot, which browsers ignore."""
    domain = text.lower().removeprefix(".")
    if not HOST_NAME.fullmatch(domain) or "." not in domain or domain[-1].isdigit():
        raise invalid(
            f"{text!r} is not a domain for cookies. Set it to the domain that the names of the "
            "front end and the API end in, such as 'example.com'."
        )
    return domain


def validate_database_url(url: SecretStr) -> SecretStr:
    """A URL for dj-database-url, with its password percent-encoded."""
    text = url.get_secret_value()
    try:
        database = dj_database_url.parse(text)
    except ValueError as error:
        raise invalid(
            "This is not a database URL. Write it as 'postgres://user:password@host:5432/name' or "
            f"'sqlite:////path/to/file'. {ENCODING_HINT}"
        ) from error
    engine = str(database["ENGINE"])
    if not engine.endswith((".postgresql", ".sqlite3")):
        raise invalid(
            "Only PostgreSQL and SQLite are supported. Begin the URL with 'postgres://' or "
            "'sqlite:///'."
        )
    if engine.endswith(".postgresql") and not (database["NAME"] and has_encoded_password(text)):
        raise invalid(
            "The URL has no database name. Write it as "
            f"'postgres://user:password@host:5432/name'. {ENCODING_HINT}"
        )
    return url


def validate_redis_url(url: SecretStr | None) -> SecretStr | None:
    """A URL for redis-py, with its password percent-encoded."""
    if url is not None and not is_redis_url(url.get_secret_value()):
        raise invalid(
            "This is not a Redis URL. Write it as 'redis://:password@host:6379/0', or leave it "
            f"out. {ENCODING_HINT}"
        )
    return url


def is_redis_url(text: str) -> bool:
    """Whether redis-py accepts the URL; importing it here would slow every command down."""
    # Django would split it into several servers.
    if "," in text or ";" in text:
        return False
    try:
        url = urlsplit(text)
        has_server = url.scheme in {"redis", "rediss"} and url.port != 0
    except ValueError:
        return False
    has_number = re.fullmatch(r"/?\d*", url.path) is not None
    return has_encoded_password(text) and (url.scheme == "unix" or (has_server and has_number))


def validate_email_url(url: SecretStr) -> SecretStr:
    """A URL with a scheme of MAIL_PORTS, and its password percent-encoded."""
    text = url.get_secret_value()
    try:
        server = urlsplit(text)
        is_valid = server.scheme in MAIL_PORTS and bool(server.hostname) and server.port != 0
        is_valid &= not (server.path.strip("/") or server.query or server.fragment)
    except ValueError:
        is_valid = False
    if not is_valid:
        raise invalid(
            "This is not the URL of a mail server. Write it as "
            "'smtp+tls://user:password@mail.example.com:587', or with 'smtp+ssl' (TLS from the "
            f"start) or 'smtp' (unencrypted). {ENCODING_HINT}"
        )
    return url


def validate_email_from(text: str) -> str:
    """A sender: an address, or a name and an address in angle brackets."""
    name, address = parseaddr(text)
    is_address = EMAIL_ADDRESS.fullmatch(address) is not None
    if not is_address or text not in {address, f"{name} <{address}>", f'"{name}" <{address}>'}:
        raise invalid(
            f"{text!r} is not a sender. Write it as 'Latchkey <latchkey@example.com>'; put a name "
            "with a comma or another special character in double quotes."
        )
    return text


def has_encoded_password(text: str) -> bool:
    """Whether no part of a password, such as one with a slash, is taken for another part."""
    url = urlsplit(text)
    return "@" not in url.path + url.query + url.fragment


def validate_hsts(header: str) -> str:
    """The value of a Strict-Transport-Security header (RFC 6797)."""
    if not HSTS.fullmatch(header):
        raise invalid(
            f"{header!r} is not a Strict-Transport-Security header. Write it as "
            "'max-age=31536000; includeSubDomains; preload', or without the last parts."
        )
    return header


def validate_collector_url(text: str) -> str:
    """Accept no password: OpenTelemetry logs the URL."""
    try:
        url = urlsplit(text)
        is_valid = url.scheme in DEFAULT_PORTS and bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        is_valid = False
    if not is_valid:
        raise invalid(
            "This is not the URL of a collector. Write it as 'http://collector:4318', without user "
            "and password: set OTEL_EXPORTER_OTLP_HEADERS to those."
        )
    return text
