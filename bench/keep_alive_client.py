"""A client that requests pages on one connection."""

from collections.abc import Mapping
from http.client import HTTPConnection


class KeepAliveClient:
    """One connection to one server."""

    def __init__(self, address: str, port: int, headers: Mapping[str, str]) -> None:
        self._connection = HTTPConnection(address, port, timeout=30)
        self._headers = dict(headers)

    def get(self, path: str) -> bytes:
        """The body of a 200 response; another status is an error."""
        self._connection.request("GET", path, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"GET {path} got {response.status}: {body[:500]!r}")
        return body

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
