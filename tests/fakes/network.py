"""A guard that lets tests talk to their own machine and to nobody else."""

import ipaddress


class ForeignNetworkError(AssertionError):
    """A test tried to reach another machine."""


def refuse_foreign_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise when Python is about to connect to, send to or look up anything but loopback."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        message = f"{event} to {host!r}: tests reach nothing but their own machine"
        raise ForeignNetworkError(message)


def is_loopback(host: object) -> bool:
    """Tell whether `host` is this machine; a local socket has no host and counts as well."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None or name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False
