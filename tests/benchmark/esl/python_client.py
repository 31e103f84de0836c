"""One measurement of a Python client against the pool server: python_client.py PORT CLIENT COUNT

Prints a line of JSON. CLIENT is smarthandoff-get or smarthandoff-event (how the three headers are read),
smarthandoff-growth (memory after a tenth of the events and after all), greenswitch, or one of smarthandoff and greenswitch with -echo.
"""

import json
import os
import socket
import sys
import time

CHECKED = 512
EVENTS = (
    "CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_HANGUP_COMPLETE CHANNEL_EXECUTE CHANNEL_DESTROY "
    "CHANNEL_PROGRESS CHANNEL_PARK CHANNEL_STATE CHANNEL_UNBRIDGE"
).split()


def finish(result: dict) -> None:
    print(json.dumps(result), flush=True)
    os._exit(0)  # without whatever a client still has running


class Reader:
    """Three headers of each event, measured from asking for the events to the last."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.events = 0
        self.characters = 0
        self.started, self.cpu = 0.0, 0.0

    def begin(self) -> str:
        """The command that asks for the events."""
        self.started, self.cpu = time.perf_counter(), time.process_time()
        return f"api flood {self.count} plain"

    def add(self, name: str, identifier: str, caller: str) -> None:
        self.events += 1
        if self.events <= CHECKED:
            self.characters += len(name) + len(identifier) + len(caller)
        if self.events == self.count:
            seconds, cpu = time.perf_counter() - self.started, time.process_time() - self.cpu
            finish({"events_per_s": self.count / seconds, "cpu_us": cpu / self.count * 1e6, "characters": self.characters})


def round_trips(count: int, echo) -> None:
    micros = []
    for _ in range(count):
        started = time.perf_counter()
        echo()
        micros.append((time.perf_counter() - started) * 1e6)
    micros.sort()
    finish({"p50": micros[count // 2], "p99": micros[count * 99 // 100]})


class Ours:
    """A socket with our decoder, logged in."""

    def __init__(self, port: int) -> None:
        from smarthandoff.esl import Decoder

        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.feed = Decoder().feed
        self.receive()
        self.send("auth ClueCon")
        self.send("event plain ALL")

    def receive(self) -> list:
        frames: list = []
        while not frames:
            frames = self.feed(self.socket.recv(65536))
        return frames

    def send(self, command: str) -> list:
        self.socket.sendall(f"{command}\n\n".encode())
        return self.receive()


def ours_by_get(frame, add) -> None:
    get = frame.get
    add(get("Event-Name"), get("Unique-ID"), get("Caller-Caller-ID-Name"))


def ours_by_event(frame, add) -> None:
    event = frame.event
    add(event["Event-Name"], event["Unique-ID"], event["Caller-Caller-ID-Name"])


class Memory:
    """The resident size after a tenth of the events and after all."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.events = 0
        self.early = 0.0

    def read(self, frame, _add) -> None:
        self.events += len(frame.event["Event-Name"]) > 0
        if self.events == self.count // 10:
            self.early = self.resident_mb()
        if self.events == self.count:
            finish({"early_mb": self.early, "late_mb": self.resident_mb()})

    @staticmethod
    def resident_mb() -> float:
        with open("/proc/self/statm") as sizes:
            return int(sizes.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def ours(port: int, count: int, read) -> None:
    client, reader = Ours(port), Reader(count)
    frames, add = client.send(reader.begin()), reader.add
    while True:
        for frame in frames:
            if frame.content_type == "text/event-plain":
                read(frame, add)
        frames = client.receive()


def connect_greenswitch(port: int):
    import greenswitch

    client = greenswitch.InboundESL(host="127.0.0.1", port=port, password="ClueCon")
    client.connect()
    return client


def run_greenswitch(port: int, count: int) -> None:
    import gevent

    client, reader = connect_greenswitch(port), Reader(count)

    def read(event) -> None:
        headers = event.headers
        reader.add(headers["Event-Name"], headers["Unique-ID"], headers["Caller-Caller-ID-Name"])

    for name in EVENTS:
        client.register_handle(name, read)
    client.send("events plain ALL")
    client.send(reader.begin())
    while True:
        gevent.sleep(1)


def main() -> None:
    port, client, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if client == "smarthandoff-get":
        ours(port, count, ours_by_get)
    elif client == "smarthandoff-event":
        ours(port, count, ours_by_event)
    elif client == "smarthandoff-growth":
        ours(port, count, Memory(count).read)
    elif client == "smarthandoff-echo":
        send = Ours(port).send
        round_trips(count, lambda: send("api echo x"))
    elif client == "greenswitch":
        run_greenswitch(port, count)
    elif client == "greenswitch-echo":
        send = connect_greenswitch(port).send
        round_trips(count, lambda: send("api echo x"))
    else:
        sys.exit(__doc__)


main()
