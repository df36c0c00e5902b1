"""PORT is read, and a port in use is recognised."""

import socket
from collections.abc import Iterator

import pytest

from launch import ports


@pytest.fixture
def free() -> int:
    return ports.free_port()


@pytest.fixture(params=["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 - also an address in use
def taken(request: pytest.FixtureRequest, free: int) -> Iterator[int]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind((request.param, free))
        server.listen()
        yield free


def test_a_free_port_is_accepted(free: int) -> None:
    ports.require_free(free)


def test_a_taken_port_is_named(taken: int) -> None:
    with pytest.raises(ports.PortError) as error:
        ports.require_free(taken)

    assert str(error.value) == (
        f"Port {taken} is in use. Stop what runs there, or choose another: make run PORT=4000"
    )


def test_a_bound_port_is_in_use(free: int) -> None:
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, free))
        server.listen(0)
        with socket.socket() as first, socket.socket() as second:
            # The backlog is full now: a further connection gets no response.
            first.connect((ports.LOOPBACK, free))
            second.setblocking(False)
            second.connect_ex((ports.LOOPBACK, free))
            with pytest.raises(ports.PortError, match="in use"):
                ports.require_free(free)


def test_a_port_is_free_after_its_connections(free: int) -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((ports.LOOPBACK, free))
        server.listen()
        with socket.create_connection((ports.LOOPBACK, free)):
            server.accept()[0].close()  # the server's side closes first and so lingers

    ports.require_free(free)


@pytest.mark.parametrize(("text", "port"), [("", 3000), ("4000", 4000), ("1", 1), ("65535", 65535)])
def test_port_is_read(text: str, port: int) -> None:
    assert ports.wanted_port(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "30 00", "3000.0", "３０００", "²"])
def test_an_invalid_port_is_refused(text: str) -> None:
    with pytest.raises(ports.PortError, match="is not a port"):
        ports.wanted_port(text)


def test_main_prints_one_line(
    free: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", str(free))
    assert ports.main() == 0

    monkeypatch.setenv("PORT", "none")
    assert ports.main() == 1
    assert capsys.readouterr().err == "PORT=none is not a port: give a number from 1 to 65535.\n"


def test_an_invalid_api_port_is_refused() -> None:
    with pytest.raises(ports.PortError, match="API_PORT=abc is not a port"):
        ports.wanted_api_port("abc")
    assert ports.wanted_api_port("8123") == 8123
    assert 1 <= ports.wanted_api_port("") <= 65535
