import socket

import pytest

from tests.fakes.network import ForeignNetworkError, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "", None, b"::1"])
def test_this_machine_is_allowed(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "atom.example", b"atom.example"])
def test_another_machine_is_not_this_one(host: object) -> None:
    assert not is_loopback(host)


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(ForeignNetworkError):
        sock.connect(("192.0.2.1", 9))


def test_the_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(ForeignNetworkError):
        socket.getaddrinfo("atom.example", 443)


def test_a_datagram_to_another_machine_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(ForeignNetworkError),
    ):
        sock.sendto(b"x", ("192.0.2.1", 9))


def test_a_connection_to_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        client.sendall(b"atom")
        peer, _ = server.accept()
        with peer:
            assert peer.recv(4) == b"atom"
