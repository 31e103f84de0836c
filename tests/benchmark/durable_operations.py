#!/usr/bin/env python3
"""Durable operations beside raw SQLite commits on the same disk, in the same run, as ratios.

Run with the Python of build/venv, where tests/run.sh installed the package:
    build/venv/bin/python tests/benchmark/durable_operations.py
"""

import asyncio
import sqlite3
import tempfile
import time

import smarthandoff as sh

ONE_AT_A_TIME = 500
IN_FLIGHT = 256
OPERATIONS = 10_000


def rate(count: int, work) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def raw_commits(folder: str) -> float:
    """One row of 300 bytes and one commit at a time: WAL, synchronous=FULL."""
    with sqlite3.connect(f"{folder}/raw.db", isolation_level=None) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        store.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT) STRICT")

        def work() -> None:
            for _ in range(ONE_AT_A_TIME):
                store.execute("BEGIN IMMEDIATE")
                store.execute("INSERT INTO rows (text) VALUES (?)", ("x" * 300,))
                store.execute("COMMIT")

        return rate(ONE_AT_A_TIME, work)


def one_at_a_time(folder: str) -> float:
    with sh.Engine(store=f"sqlite:///{folder}/one.db") as engine:
        handoffs = engine.tenant("acme").handoffs

        def work() -> None:
            for number in range(ONE_AT_A_TIME):
                handoffs.start(call_id=f"call-{number}", caller="+5518997751234")

        return rate(ONE_AT_A_TIME, work)


async def many_in_flight(folder: str) -> float:
    async with sh.AsyncEngine(store=f"sqlite:///{folder}/many.db") as engine:
        callbacks = engine.tenant("acme").callbacks
        begun = time.perf_counter()
        for first in range(0, OPERATIONS, IN_FLIGHT):
            numbers = range(first, min(first + IN_FLIGHT, OPERATIONS))
            await asyncio.gather(
                *(callbacks.create(number=f"18997{100_000 + number}", extension="1004") for number in numbers)
            )
        return OPERATIONS / (time.perf_counter() - begun)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = raw_commits(folder)
        one = one_at_a_time(folder)
        many = asyncio.run(many_in_flight(folder))
    print(f"raw SQLite commits, one at a time      {raw:10.0f}/s   1.00")
    print(f"handoffs.start, one at a time          {one:10.0f}/s   {one / raw:.2f}")
    print(f"callbacks.create, {IN_FLIGHT} in flight        {many:10.0f}/s   {many / raw:.2f}")


if __name__ == "__main__":
    main()
