"""Both example servers as real processes: on a store that the SDK filled before, in SQLite and (where
SMARTHANDOFF_TEST_POSTGRESQL names a server) in PostgreSQL, and a simulated PBX."""

import contextlib
import os
import pathlib
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time

import httpx
import jwt
import pytest

import smarthandoff as sh

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = {
    "fastapi": [sys.executable, str(ROOT / "examples/fastapi/main.py")],
    "express": ["node", str(ROOT / "examples/express/main.js")],
}
POSTGRESQL = os.environ.get("SMARTHANDOFF_TEST_POSTGRESQL", "")
OFFICES = [(name, store) for store in ("sqlite", "postgresql") if store == "sqlite" or POSTGRESQL for name in COMMANDS]
SECRET = "a secret key of at least 32 characters"
APP_SECRET = "the app's secret".replace(" ", "-")
DOMAIN_UUID = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d"
CUSTOMER = "+5518997751234"
OTHER_CUSTOMER = "+5518997751235"
PATIENCE = 60


def token(role="agent", user="maria", tenant="acme", secret=SECRET, **claims):
    return jwt.encode({"sub": user, "tenant": tenant, "role": role, **claims}, secret, algorithm="HS256")


def bearer(*arguments, **claims):
    return {"Authorization": f"Bearer {token(*arguments, **claims)}"}


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


class Office:
    """One server with its PBX and tickets; each test takes tickets of its own."""

    def __init__(self, name, folder, store):
        self.pbx = sh.SimulatedPbx(domain="pbx.local")
        for extension in ("1001", "1002", "1003"):
            self.pbx.add_phone(extension=extension, behaviour="answers", after=100)
        self.pbx.add_gateway("trunk")
        for customer in (CUSTOMER, OTHER_CUSTOMER):
            self.pbx.add_phone(extension=customer, gateway="trunk", behaviour="answers", after=100)
        self.pbx.start()
        settings = required(folder) | {"DATABASE_URL": store}
        self.tickets = seed(settings["DATABASE_URL"])
        settings |= {
            "ESL_PORT": str(self.pbx.listen()),
            "ESL_PASSWORD": "ClueCon",
            "ESL_DOMAIN": "pbx.local",
            "DEFAULT_TENANT": "acme",
            "WHATSAPP_VERIFY_TOKEN": "verify-me",
            "WHATSAPP_ACCESS_TOKEN": "access-me",
            "WHATSAPP_APP_SECRET": APP_SECRET,
            "WHATSAPP_PHONE_NUMBER_ID": "109876543210987",
            "WHATSAPP_BUSINESS_ACCOUNT_ID": "223344556677889",
        }
        # Phones are away until a test wants somebody to be alerted.
        for extension in ("1001", "1002", "1003"):
            self.pbx.set_registered(extension, False)
        self.server = Server(name, settings).wait_until_listening()
        self.http = httpx.Client(base_url=self.server.url, timeout=PATIENCE, headers=bearer())

    def get(self, path, **options):
        return self.http.get(path, **options)

    def post(self, path, json=None, **options):
        return self.http.post(path, json=json, **options)

    def close(self):
        self.http.close()
        self.server.kill()
        self.pbx.close()


TICKETS = {
    # name: (extension, department)
    "initiate": ("1001", "Financeiro"),
    "originate": ("1001", "Financeiro"),
    "offline": ("1003", "Suporte"),
    "snooze": ("1001", "Financeiro"),
    "dismiss": ("1001", "Financeiro"),
    "closed": ("1001", "Financeiro"),
    "result": ("1001", "Financeiro"),
    "ready": ("1002", "Vendas"),
    "colleague": ("1002", "Vendas"),
}


def seed(store):
    tickets = {}
    with sh.Engine(store=store) as engine:
        for name in ("acme", "other"):
            tenant = engine.tenant(name)
            identities = [{"kind": "pbx_domain", "value": "pbx.local"}, {"kind": "pbx_domain", "value": DOMAIN_UUID}]
            tenant.tenants.update(
                trunk={"gateway": "trunk"}, opening_hours="", default_area_code="18",
                identities=identities if name == "acme" else [],
            )
            always = {"name": "br.requested", "valid_from": "2020-01-01", "source": "tests at any hour", "hours": "mon-sun 00:00-24:00"}
            tenant.gate.load(profiles=[always])
        other = tenant.callbacks.create(number=CUSTOMER, extension="1001")
        tickets["foreign"] = other.ticket_id
        tenant = engine.tenant("acme")
        for user, extension, department in (("maria", "1001", "Financeiro"), ("joao", "1002", "Vendas"), ("rui", "1003", "Suporte")):
            tenant.agents.create(user_id=user, name=user.title(), extension=extension, department=department)
        tenant.agents.create(user_id="ana", name="Ana", department="Financeiro")
        for count, (name, (extension, department)) in enumerate(TICKETS.items()):
            number = {"initiate": CUSTOMER, "originate": OTHER_CUSTOMER}.get(name, f"+55189977500{count:02}")
            made = tenant.callbacks.create(
                number=number, contact_id=name, extension=extension, department=department, reason=f"sobre {name}"
            )
            tickets[name] = made.ticket_id
            if name == "result":
                tenant.callbacks.initiate(callback_id=made.id, extension=extension, call_id="own-call-1")
        tenant.callbacks.cancel(callback_id=tenant.tickets.get(ticket_id=tickets["closed"]).callback_id, reason="desistiu")
        call = tenant.handoffs.start(call_id="call-1", caller=CUSTOMER)
        assert call.id
    return tickets


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


@pytest.fixture(scope="module", params=OFFICES, ids="-".join)
def office(request, tmp_path_factory):
    name, kind = request.param
    folder = tmp_path_factory.mktemp(name)
    with empty_store(kind, folder) as store:
        opened = Office(name, folder, store)
        yield opened
        opened.close()
    shutil.rmtree(folder)


@pytest.fixture(params=COMMANDS)
def launch(request, tmp_path):
    """Starts a server with the required settings changed: None leaves one out."""
    started = []

    def start(**changes):
        settings = {name: value for name, value in {**required(tmp_path), **changes}.items() if value is not None}
        started.append(Server(request.param, settings))
        return started[-1]

    yield start
    for server in started:
        server.kill()


def eventually(condition, seconds=PATIENCE):
    """The first true answer of a condition about another process."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return answer
