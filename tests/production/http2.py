"""The part of HTTP/2 (RFC 9113) that starts requests without ending them."""

from collections.abc import Mapping

_HEADERS, _SETTINGS, _DATA = 1, 4, 0
_END_HEADERS = 4

# The connection preface with empty settings.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0" + bytes([_SETTINGS, 0]) + bytes(4)


def open_stream(number: int, headers: Mapping[str, str]) -> bytes:
    """The headers of a request with a body. `number` is odd and higher than the ones before."""
    block = b"".join(b"\0" + _text(name) + _text(value) for name, value in headers.items())
    return _frame(_HEADERS, _END_HEADERS, number, block)


def data(number: int, content: bytes) -> bytes:
    """A part of the body that is not the last."""
    return _frame(_DATA, 0, number, content)


def _frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return len(content).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + content


def _text(text: str) -> bytes:
    """A string literal of HPACK (RFC 7541, section 5.2) without Huffman coding."""
    content = text.encode("latin1")
    length, rest = len(content), bytearray()
    if length < 127:
        return bytes([length]) + content
    length -= 127
    while length >= 128:
        rest.append(length % 128 + 128)
        length //= 128
    return bytes([127, *rest, length]) + content
