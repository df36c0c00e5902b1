"""Read, check and find loopback ports."""

import errno
import os
import socket
import sys

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 3000


class PortError(Exception):
    """The port cannot be used; the message says why in one line."""


def wanted_port(text: str) -> int:
    """The port in PORT, 3000 when it is empty."""
    return read_port("PORT", text) if text else DEFAULT_PORT


def wanted_api_port(text: str) -> int:
    """The port in API_PORT, a free one when it is empty."""
    return read_port("API_PORT", text) if text else free_port()


def read_port(variable: str, text: str) -> int:
    """The port in a variable. Raises PortError when the text is not a port."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise PortError(f"{variable}={text} is not a port: give a number from 1 to 65535.")


def require_free(port: int) -> None:
    """Raise PortError when a server cannot listen on the port."""
    if _is_listening(socket.AF_INET, LOOPBACK, port) or _is_listening(socket.AF_INET6, "::1", port):
        raise _in_use(port)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Servers set it too: a connection that has just ended does not occupy the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _in_use(port) from error
            raise PortError(f"Port {port} cannot be used: {error.strerror}.") from error


def free_port() -> int:
    """A loopback port without a listener."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _is_listening(family: socket.AddressFamily, host: str, port: int) -> bool:
    """Whether there is a listener; binding the port alone can miss one on another address.

    Browsers try ::1 first for `localhost`, so they would reach a listener there.
    """
    try:
        with socket.socket(family, socket.SOCK_STREAM) as client:
            client.settimeout(0.5)
            return client.connect_ex((host, port)) == 0
    except OSError:  # this machine has no IPv6
        return False


def _in_use(port: int) -> PortError:
    other = 4000 if port != 4000 else DEFAULT_PORT
    return PortError(
        f"Port {port} is in use. Stop what runs there, or choose another: make run PORT={other}"
    )


def main() -> int:
    """Check that the port in PORT is free."""
    try:
        require_free(wanted_port(os.environ.get("PORT", "")))
    except PortError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
