"""Runs the programs of a comparison in turn, several times, and takes the medians."""

import json
import os
import pathlib
import statistics
import subprocess
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = ROOT / "build/release/tests/benchmark"
PYTHON = ROOT / "build/venv/bin/python"
PEERS_PYTHON = ROOT / "build/benchmark-peers/venv/bin/python"
PATIENCE = 900

Command = list[Any]


def program(name: str) -> Command:
    return [PROGRAMS / f"benchmark_{name}"]


def measure(command: Command, text: bool = False) -> Any:
    """What a program prints: a line of JSON, or (``text``) anything."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True)
    return done.stdout if text else json.loads(done.stdout)


def interleaved(commands: dict[str, Command], rounds: int) -> dict[str, dict[str, float]]:
    """The medians of each command's figures; what else the machine does meets all of them alike."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            results[name].append(measure(command))
    return {name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in results.items()}


class PoolServer:
    """The server of the Event Socket comparison, while the block runs; its port is the value."""

    def __enter__(self) -> int:
        self.process = subprocess.Popen(
            [str(word) for word in program("pool_server")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        return int(self.process.stdout.readline().split()[0])

    def __exit__(self, *exception: Any) -> None:
        self.process.communicate()


def load() -> str:
    return f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}"
