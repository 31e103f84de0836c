"""Both example servers as real processes, on SQLite and, where SMARTHANDOFF_TEST_POSTGRESQL names a server, on PostgreSQL."""

import contextlib
import os
import pathlib
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time

import jwt

import smarthandoff as sh

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = {
    "fastapi": [sys.executable, str(ROOT / "examples/fastapi/main.py")],
    "express": ["node", str(ROOT / "examples/express/main.js")],
}
POSTGRESQL = os.environ.get("SMARTHANDOFF_TEST_POSTGRESQL", "")
OFFICES = [(name, store) for store in ("sqlite", "postgresql") if store == "sqlite" or POSTGRESQL for name in COMMANDS]
SECRET = "a secret key of at least 32 characters"
PATIENCE = 60


def token(role="agent", user="maria", tenant="acme", secret=SECRET, **claims):
    return jwt.encode({"sub": user, "tenant": tenant, "role": role, **claims}, secret, algorithm="HS256")


def bearer(*arguments, **claims):
    return {"Authorization": f"Bearer {token(*arguments, **claims)}"}


SERVICE = bearer("service", user="")


def required(folder):
    return {
        "DATABASE_URL": f"sqlite:///{folder}/store.db",
        "SECRET_KEY": SECRET,
        "BASE_URL": "https://desk.example",
        "CREDENTIALS_ENCRYPTION_KEY": "07" * 32,
        "PORT": "0",
    }


class Server:
    """A running example; what it prints is read as it comes."""

    def __init__(self, name, settings):
        system = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "NODE_PATH") if name in os.environ}
        self.process = subprocess.Popen(
            COMMANDS[name], env={**system, **settings}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.lines = queue.Queue()
        self.errors = []
        threading.Thread(target=self._read_lines, daemon=True).start()
        self._errors = threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True)
        self._errors.start()

    def _read_lines(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    @property
    def stderr(self):
        self._errors.join(PATIENCE)
        return "".join(self.errors)

    def wait_until_listening(self):
        line = self.lines.get(timeout=60)
        assert line.startswith("listening on http://127.0.0.1:"), f"{line}{self.stderr}"
        self.url = line.split()[-1]
        return self

    def ended(self, seconds=60):
        """The exit code and what it said of it."""
        code = self.process.wait(seconds)
        return code, self.stderr

    def ask_to_end(self):
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        self.process.kill()
        self.process.wait()


def sql(statement):
    subprocess.run(["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", POSTGRESQL, "-c", statement], check=True)


@contextlib.contextmanager
def empty_store(kind, folder):
    """The address of a store of its own, which goes with the tests."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/store.db"
        return
    name = "sh_examples_" + secrets.token_hex(6)
    sql(f"CREATE DATABASE {name}")
    yield POSTGRESQL.rpartition("/")[0] + "/" + name
    sql(f"DROP DATABASE {name} WITH (FORCE)")


def in_store(folder, work, **options):
    """Does something in the company's store while no server has it."""
    with sh.Engine(store=required(folder)["DATABASE_URL"], **options) as engine:
        return work(engine.tenant("acme"))


def eventually(condition, seconds=PATIENCE):
    """The first true answer of a condition about another process."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return answer
