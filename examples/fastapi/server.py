"""The listening side: where, until when, and what is said of it."""

import errno
import os
import signal
import socket
import sys
from typing import Any

import uvicorn

from push import Push
from settings import Settings


class CannotListen(Exception):
    """Names the variable that is wrong."""


def listener_of(settings: Settings) -> socket.socket:
    host, port = settings["HOST"], int(settings["PORT"])
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        everywhere = family == socket.AF_INET6 and host == "::"
        return socket.create_server(address[:2], family=family, dualstack_ipv6=everywhere)
    except OSError as error:
        variable = "PORT" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "HOST"
        raise CannotListen(f"{variable}: cannot listen at {host} port {port}: {error.strerror}") from None


def url_of(host: str, port: int) -> str:
    """By which this machine finds it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Says where it listens, and ends the pushes with the requests."""

    def __init__(self, app: Any, push: Push, host: str) -> None:
        super().__init__(uvicorn.Config(app, lifespan="on", log_level="warning", timeout_graceful_shutdown=10))
        self._push, self._host = push, host
        self.asked_to_end = False
        # Before uvicorn asks to hear of them, and after: it raises the one that ended it once more.
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, self._end)

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.asked_to_end:  # a second signal does not wait
            os._exit(1)
        self.asked_to_end = True
        super().handle_exit(sig, frame)

    def _end(self, sig: int, frame: Any) -> None:
        if not self.asked_to_end:
            self.handle_exit(sig, frame)

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started and self.should_exit:  # asked to end meanwhile: uvicorn would leave everything open
            await self.shutdown(sockets)

    async def main_loop(self) -> None:
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"listening on {url_of(self._host, port)}", flush=True)
        await super().main_loop()

    async def shutdown(self, sockets: Any = None) -> None:
        for server in self.servers:
            server.close()
        await self._push.close()
        await super().shutdown(sockets)
