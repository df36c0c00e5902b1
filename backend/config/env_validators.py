"""How the values of environment variables are read, and refused.

Each function gives back a value that can be used, or raises a sentence for whoever set it. A value
that may hold a password is not repeated in it.
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)

HSTS = re.compile(r"max-age=\d+(; includeSubDomains)?(; preload)?")


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


def read_address(text: str) -> str:
    """An address to listen on."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise mistake(
            f"{text!r} is no address. Set it to the address of one of this machine's networks, "
            "such as '10.0.0.5', or to '0.0.0.0' for all of them."
        ) from error


def read_hosts(hosts: list[str]) -> list[str]:
    for host in hosts:
        if "/" in host or (":" in host and not host.startswith("[")):
            raise mistake(
                f"{host!r} is not a host name. Give names only, without scheme, port or path, "
                "such as 'blog.example.com'."
            )
    return hosts


def read_origin(text: str) -> str:
    """Scheme, host and port if it is not the usual one, as browsers write it in `Origin`."""
    try:
        url = urlsplit(text)
        host, port = url.hostname or "", url.port
    except ValueError:
        url, host, port = urlsplit(""), "", None
    usual = {"http": 80, "https": 443}
    ours = text.rstrip("/").lower() == f"{url.scheme}://{url.netloc}".lower()
    if url.scheme not in usual or not HOST_NAME.fullmatch(host) or "@" in url.netloc or not ours:
        raise mistake(
            f"{text!r} is not one origin. Write scheme and host, and the port if it is not the "
            "usual one, such as 'https://app.example.com'."
        )
    return f"{url.scheme}://{host}" + (f":{port}" if port not in (None, usual[url.scheme]) else "")


def read_cookie_domain(text: str) -> str:
    """The domain without the dot that it may begin with: browsers take no notice of it."""
    domain = text.lower().removeprefix(".")
    if not HOST_NAME.fullmatch(domain) or "." not in domain or domain[-1].isdigit():
        raise mistake(
            f"{text!r} is no domain for cookies. Give the domain that the names of the site "
            "and of its API end in, such as 'example.com'."
        )
    return domain


# In a URL they end the name and the password, and the rest is taken for something else.
ENCODED = "In a password / ? # @ , ; and % are written as %2F %3F %23 %40 %2C %3B and %25."


def read_database_url(url: SecretStr) -> SecretStr:
    text = url.get_secret_value()
    try:
        database = dj_database_url.parse(text)
    except ValueError as error:
        raise mistake(
            "cannot be read as a database URL. Write it as "
            f"'postgres://user:password@host:5432/name' or 'sqlite:////path/to/file'. {ENCODED}"
        ) from error
    if not str(database["ENGINE"]).endswith((".postgresql", ".sqlite3")):
        raise mistake(
            "names a database other than PostgreSQL or SQLite, the two that are supported. "
            "Begin it with 'postgres://' or 'sqlite:///'."
        )
    if str(database["ENGINE"]).endswith(".postgresql") and (
        not database["NAME"] or not ends_its_password(text)
    ):
        raise mistake(
            "does not say which database. Write it as "
            f"'postgres://user:password@host:5432/name'. {ENCODED}"
        )
    return url


def read_redis_url(url: SecretStr | None) -> SecretStr | None:
    if url is not None and not is_redis_url(url.get_secret_value()):
        raise mistake(
            "is not a Redis URL. Write it as 'redis://:password@host:6379/0', or leave it out. "
            f"{ENCODED}"
        )
    return url


def is_redis_url(text: str) -> bool:
    """Whether Redis's client, which is too much to load for this, can make a connection of it."""
    # Django would take what these part for several servers.
    if "," in text or ";" in text:
        return False
    try:
        url = urlsplit(text)
        names_a_server = url.scheme in {"redis", "rediss"} and url.port != 0
    except ValueError:
        return False
    is_number = re.fullmatch(r"/?\d*", url.path) is not None
    return ends_its_password(text) and (url.scheme == "unix" or (names_a_server and is_number))


# How mail is handed over, and to which port if none is named: in the open, encrypted after the
# first words (STARTTLS), or encrypted from the first.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def read_email_url(url: SecretStr) -> SecretStr:
    text = url.get_secret_value()
    try:
        server = urlsplit(text)
        usable = server.scheme in MAIL_PORTS and bool(server.hostname) and server.port != 0
        usable = usable and not server.path.strip("/") and not server.query and not server.fragment
    except ValueError:
        usable = False
    if not usable:
        raise mistake(
            "is no address of a mail server. Write it as "
            "'smtp+tls://user:password@mail.example.com:587', with 'smtp+ssl' or 'smtp' for one "
            f"that is spoken to otherwise. {ENCODED}"
        )
    return url


def ends_its_password(text: str) -> bool:
    """Whether the name and the password of a URL end where they are meant to."""
    url = urlsplit(text)
    return "@" not in url.path + url.query + url.fragment


def read_hsts(header: str) -> str:
    if not HSTS.fullmatch(header):
        raise mistake(
            f"{header!r} is no Strict-Transport-Security header. Write it as "
            "'max-age=31536000; includeSubDomains; preload', or less of it."
        )
    return header


def read_collector(address: str) -> str:
    """Where spans are sent to. Who may send them is told by a header, which no log repeats."""
    try:
        url = urlsplit(address)
        usable = url.scheme in ("http", "https") and bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        usable = False
    if not usable:
        raise mistake(
            "is no address of a collector. Write it as 'http://collector:4318', without user and "
            "password: those go into OTEL_EXPORTER_OTLP_HEADERS."
        )
    return address
