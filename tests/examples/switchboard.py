"""A company that calls and is called over the double of Twilio, and one server for it, behind a public address of its own."""

import datetime
import http.server
import socket
import socketserver
import threading

import httpx

import smarthandoff as sh
from servers import PATIENCE, Server, bearer, eventually, required

ACCOUNT, TOKEN = "AC" + "a" * 32, "12345"
API_KEY, API_SECRET, APPLICATION = "SK" + "b" * 32, "the-secret-of-the-key-is-32-or-more", "AP" + "c" * 32
QUEUE, MARIAS, RUIS, TAKE = "+551140001234", "+13055550100", "+12145550100", "+551140009999"
MARIA, RUI, RUIS_MOBILE = "client:maria", "client:rui", "+5511988887777"
CALLER, SECOND_CALLER, CALLED = "+551833334444", "+551833335555", "+5518997751234"
OPTED_OUT, FORBIDDEN = "+5518997759999", "+552133334444"
WORKER = "WK" + "d" * 32


class PublicAddress(socketserver.ThreadingTCPServer):
    """What a company has in front of its server: an address that is not the server's own."""

    daemon_threads = True
    target = ("127.0.0.1", 0)

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Tunnel(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(self.server.target) as inner:
            there = threading.Thread(target=pump, args=(self.request, inner), daemon=True)
            there.start()
            pump(inner, self.request)
            there.join()


def pump(source, target):
    try:
        while piece := source.recv(1 << 16):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two has gone


class Pause(http.server.BaseHTTPRequestHandler):
    """A host that has every call last 90 s."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        self.wfile.write(b'<Response><Pause length="90"/></Response>')

    def log_message(self, *_):
        pass


def seed(store, keys):
    """Agents, their numbers, and the call of yesterday whose price is known."""
    now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    with sh.TwilioDouble(numbers=[MARIAS, RUIS], now=now, calls_per_second=100) as twilio, sh.Engine(
        store=store, manual=True, now=now, twilio_url=listening(twilio), encryption_keys=keys
    ) as engine, http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pause) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        twilio.add_person(number=CALLED)
        tenant = engine.tenant("acme")
        always = {"name": "br.service", "valid_from": "2020-01-01", "source": "tests at any hour", "hours": "mon-sun 00:00-24:00"}
        tenant.gate.load(profiles=[always])
        tenant.opt_outs.add(address=OPTED_OUT)
        agents = {
            user: tenant.agents.create(user_id=user, name=user.title(), department="Financeiro").id
            for user in ("maria", "rui", "ana")
        }
        tenant.lines.set(agent_id=agents["maria"], worker_sid=WORKER)
        tenant.lines.set(agent_id=agents["rui"], mobile=RUIS_MOBILE)
        tenant.numbers.create(number=MARIAS, agent_id=agents["maria"])
        tenant.numbers.create(number=RUIS, agent_id=agents["rui"])
        tenant.phone_accounts.create(name="Twilio", account_sid=ACCOUNT, token=TOKEN, is_default=True)
        tenant.calls.configure(base_url=f"http://127.0.0.1:{host.server_port}")
        call = tenant.calls.place(to=CALLED, agent_id=agents["maria"], purpose="requested", time_named=True).call

        def until(member):
            """Work goes on without time, until something is known of the call."""
            eventually(lambda: engine.step(now) >= 0 and getattr(tenant.calls.get(call_id=call.id), member))

        until("sid")
        now += datetime.timedelta(minutes=6)
        twilio.step(now)
        until("cost")
        host.shutdown()
        return str(call.id)


def listening(twilio):
    twilio.listen()
    return twilio.url


class Switchboard:
    def __init__(self, name, folder, store=None):
        self.public = PublicAddress()
        self.settings = required(folder) | {
            "DEFAULT_TENANT": "acme",
            "BASE_URL": self.public.url + "/",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_PHONE_NUMBER": QUEUE,
            "TWILIO_PHONE_NUMBER_FL": MARIAS,
            "TWILIO_PHONE_NUMBER_TX": RUIS,
            "TWILIO_API_KEY": API_KEY,
            "TWILIO_API_SECRET": API_SECRET,
            "TWILIO_TWIML_APP_SID": APPLICATION,
        }
        if store:
            self.settings["DATABASE_URL"] = store
        self.keys = [{"id": "default", "key": self.settings["CREDENTIALS_ENCRYPTION_KEY"]}]
        self.yesterdays = seed(self.settings["DATABASE_URL"], self.keys)
        self.twilio = sh.TwilioDouble(
            seed=2, now=datetime.datetime.now(datetime.timezone.utc), calls_per_second=100, forbidden_prefixes=[FORBIDDEN[:5]]
        )
        self.settings["TWILIO_API_URL"] = listening(self.twilio)
        self.at = self.twilio.now()
        for number in (QUEUE, MARIAS, RUIS):
            self.twilio.add_number(
                number=number, voice_url=self.public.url + "/voice", status_callback=self.public.url + "/call_status"
            )
        self.twilio.add_number(number=TAKE, voice_url=self.public.url + "/voice/connect-queue/")
        self.server = Server(name, self.settings).wait_until_listening()
        self.public.target = ("127.0.0.1", int(self.server.url.rpartition(":")[2]))
        self.http = httpx.Client(base_url=self.server.url, timeout=PATIENCE, headers=bearer("supervisor"))

    def person(self, number, **behaviour):
        self.twilio.add_person(number=number, **behaviour)

    def pass_time(self, seconds):
        """Lets it be later at Twilio, where nothing waits for us; what we are asked is asked over the network."""
        for _ in range(seconds * 2):
            self.at += datetime.timedelta(milliseconds=500)
            self.twilio.step(self.at)

    def heard(self, party):
        return [entry.text for entry in self.twilio.log() if entry.kind == "hears" and entry.party == party]

    def errors(self):
        return [entry.text for entry in self.twilio.log() if entry.kind == "error"]

    def get(self, path, **options):
        return self.http.get(path, **options)

    def make_call(self, to, **more):
        return self.http.post("/make_call", json={"to": to, **more})

    def tell(self, path, form, signed_with=TOKEN, **headers):
        """What Twilio posts, signed for the public address; the request goes to the server's own."""
        form = {"AccountSid": ACCOUNT, **form}
        signature = sh.twilio.sign(signed_with, self.public.url + path, form)
        return self.http.post(path, data=form, headers={"Authorization": "", "X-Twilio-Signature": signature, **headers})

    def close(self):
        self.http.close()
        self.server.kill()
        self.twilio.stop()
        self.public.shutdown()
        self.public.server_close()
