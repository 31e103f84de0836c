"""Our jobs as a queue, beside BullMQ on Redis and graphile-worker on PostgreSQL."""

import itertools
import os
import socket
import subprocess
import sys
import tempfile
from typing import Any

from rounds import HERE, Command, measure, program

COUNT = 100_000
COUNT_OF_PEERS = 30_000
COUNT_POSTGRESQL = 60_000
PENDING = 100_000
CALLBACKS = 1_000_000
TIMERS = 1_500
IN_FLIGHT = 1_000
PROCESSES = 4
BULLMQ_CONCURRENCY = 50  # of one process: where it was fastest

Figures = dict[str, float]


class Redis:
    """A Redis of its own that appends to a log on the disk; its port is the value."""

    def __init__(self, fsync: str) -> None:
        self.fsync = fsync

    def __enter__(self) -> int:
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", self.folder.name, "--save", "",
             "--appendonly", "yes", "--appendfsync", self.fsync],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "Ready to accept connections" in line:
                return port
        raise RuntimeError("redis-server did not start")

    def __exit__(self, *exception: Any) -> None:
        self.process.terminate()
        self.process.communicate()
        self.folder.cleanup()


class Workers:
    """Processes that do what is due, while the block runs."""

    def __init__(self, command: Command, count: int) -> None:
        self.command = [str(word) for word in command]
        self.count = count

    def __enter__(self) -> None:
        self.processes = [
            subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(self.count)
        ]

    def __exit__(self, *exception: Any) -> None:
        for process in self.processes:
            process.communicate()


def ours(mode: str, *rest: Any) -> Command:
    return [*program("queue"), mode, *rest]


def print_queues(rows: dict[str, dict[str, Figures]], to: str) -> None:
    print(f"{'':44} {'enqueued/s':>11} {'ratio':>6} {'done/s':>9} {'ratio':>6}")
    for name, row in rows.items():
        cells = []
        for kind, width in (("enqueue", 11), ("work", 9)):
            value = row.get(kind, {}).get("per_second")
            peer = rows[to].get(kind, {}).get("per_second")
            cells.append(f"{value:{width}.0f}" if value else " " * width)
            cells.append(f"{value / peer:6.2f}" if value and peer else " " * 6)
        print(f"{name:44} {' '.join(cells)}")


def print_lateness(rows: dict[str, Figures]) -> None:
    print(f"{'from due to handler':44} {'p50 ms':>9} {'p99 ms':>9} {'max ms':>9}")
    for name, row in rows.items():
        print(f"{name:44} {row['p50_ms']:9.2f} {row['p99_ms']:9.2f} {row['max_ms']:9.2f}")
        if "first_ms" in row:
            print_opening(row)


def print_opening(row: Figures) -> None:
    print(f"  opened and started the first due one after {row['first_ms']:.0f} ms; {row['bytes_each']:.0f} bytes each")


def queue() -> None:
    """On SQLite beside BullMQ, whose Redis syncs its log at every write or once a second."""
    rows: dict[str, dict[str, Figures]] = {}
    timers: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as folder:
        urls = (f"sqlite:///{folder}/{number}.db" for number in itertools.count())
        rows["raw SQLite, the same statements"] = {
            "enqueue": measure(ours("enqueue-raw", f"{folder}/raw.db", COUNT)),
            "work": measure(ours("work-raw", next(urls), COUNT)),
        }
        rows["smarthandoff on SQLite"] = {
            "enqueue": measure(ours("enqueue", next(urls), COUNT)),
            "work": measure(ours("work", next(urls), COUNT)),
        }
        waiting = measure(ours("callbacks", next(urls), CALLBACKS))
        for pending in (PENDING, 10 * PENDING):
            timers[f"smarthandoff on SQLite, {pending:,} pending"] = measure(ours("lateness", next(urls), pending, TIMERS))
    for fsync in ("always", "everysec"):
        with Redis(fsync) as port:
            bullmq = ["node", HERE / "queue/bullmq.js", port]
            rows[f"BullMQ, appendfsync {fsync}"] = {
                "enqueue": measure([*bullmq, "enqueue", COUNT_OF_PEERS, IN_FLIGHT]),
                "work": measure([*bullmq, "work", COUNT_OF_PEERS, BULLMQ_CONCURRENCY]),
            }
            timers[f"BullMQ, {fsync}, {PENDING:,} pending"] = measure([*bullmq, "lateness", PENDING, TIMERS])
    print_queues(rows, "raw SQLite, the same statements")
    print_lateness(timers)
    print(f"a store with {CALLBACKS:,} pending callbacks, created at {waiting['per_second']:.0f}/s")
    print_opening(waiting)


def drained(url: str, fill: Command, work: Command, table: str, count: int) -> Figures:
    """How fast processes empty a table that was filled before they started."""
    measure([*fill, count])
    with Workers(work, PROCESSES):
        return measure(["node", HERE / "queue/watch.js", url, table, count])


def queue_postgresql() -> None:
    """Processes on one PostgreSQL that waits for its disk, beside graphile-worker on the same one."""
    url = os.environ.get("SMARTHANDOFF_TEST_POSTGRESQL")
    if url is None:
        sys.exit("run.sh starts the PostgreSQL of this part")
    graphile = ["node", HERE / "queue/graphile.js", url]
    measure([*graphile, "migrate"])
    our_side = (ours("fill", url), "jobs")
    their_side = ([*graphile, "fill"], "graphile_worker._private_jobs")
    few = COUNT_POSTGRESQL // 6
    rows: dict[str, dict[str, Figures]] = {}
    for name, work, (fill, table), count in (
        ("smarthandoff", ours("help", url), our_side, COUNT_POSTGRESQL),
        ("graphile-worker, tuned", [*graphile, "work", "tuned"], their_side, COUNT_POSTGRESQL),
        ("smarthandoff, one a commit", ours("help", url, 1), our_side, few),
        ("graphile-worker, as it comes", [*graphile, "work", "default"], their_side, few),
    ):
        rows[name] = {"work": drained(url, fill, work, table, count)}
    timers = {
        f"smarthandoff on PostgreSQL, {PENDING:,} pending": measure(ours("lateness", url, PENDING, TIMERS)),
        f"graphile-worker, {PENDING:,} pending": measure([*graphile, "lateness", PENDING, TIMERS]),
    }
    rows["smarthandoff"]["enqueue"] = measure(ours("enqueue", url, COUNT_POSTGRESQL))
    rows["graphile-worker, as it comes"]["enqueue"] = measure([*graphile, "enqueue", few, IN_FLIGHT])
    numbered = measure(ours("events", url, COUNT_POSTGRESQL))["per_second"]
    unnumbered = measure(ours("events-unnumbered", url, COUNT_POSTGRESQL))["per_second"]
    print(f"operations with an event: {numbered:.0f}/s until numbered, {numbered / unnumbered:.2f} of those that nobody numbers")
    print(f"{PROCESSES} processes on one PostgreSQL, fsync on")
    print_queues(rows, "graphile-worker, as it comes")
    print_lateness(timers)
