"""Somebody who asks a server for the same page again and again, on one connection."""

from collections.abc import Mapping
from http.client import HTTPConnection


class Visitor:
    """One connection to one server."""

    def __init__(self, address: str, port: int, headers: Mapping[str, str]) -> None:
        self._connection = HTTPConnection(address, port, timeout=30)
        self._headers = dict(headers)

    def get(self, path: str) -> bytes:
        """The body of an answer that must be a 200."""
        self._connection.request("GET", path, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"GET {path} was answered {response.status}: {body[:500]!r}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
