"""Twilio as a phone system, with the double of Twilio at the other end of the network."""

import contextlib
import http.server
import threading

import pytest

import smarthandoff as sh

NUMBER, CALLER = "+551140001234", "+5518997751234"
ACCOUNT, TOKEN = "AC" + "a" * 32, "12345"


def options(public_url, base_url=""):
    return {
        "account": {"account_sid": ACCOUNT, "auth_token": TOKEN, "base_url": base_url, "calls_per_second": 100},
        "public_url": public_url,
        "number": NUMBER,
        "assistant_stream": "wss://host.example/assistant",
    }


@contextlib.contextmanager
def host(answer):
    """A host's web server, which hands over what Twilio asks for; its URL is the value."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = answer(url=self.path, headers=dict(self.headers), body=body)
            content = said.body.encode()
            self.send_response(said.status)
            if said.content_type:
                self.send_header("Content-Type", said.content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_caller_is_put_through_comes_back_and_is_told_why():
    phones = []
    with host(lambda **request: phones[0].webhook(**request)) as server:
        public_url = server + "/twilio"
        twilio = sh.TwilioDouble(account_sid=ACCOUNT, auth_token=TOKEN, calls_per_second=100)
        twilio.add_person(number=CALLER)
        twilio.add_person(number="client:1002", behaviour="busy")
        twilio.add_number(number=NUMBER, voice_url=public_url + "/incoming")
        twilio.listen()

        async def presence(extension, domain):
            return sh.ExtensionState.dnd if extension == "1003" else None

        phones.append(sh.Twilio(**options(public_url, twilio.url), presence=presence))
        with sh.Engine(telephony=phones[0]) as engine:
            twilio.start()
            tenant = engine.tenant("acme")
            tenant.destinations.create(name="Jeni", number="1002", department="Financeiro")
            tenant.destinations.create(name="Bruno", number="1003")
            call = twilio.call(CALLER, NUMBER)
            while not any(entry.kind.value == "stream" and entry.id == call for entry in twilio.log()):
                pass
            handoff = tenant.handoffs.start(call_id=call, caller=CALLER)
            outcome = tenant.handoffs.transfer(handoff_id=handoff.id, to="a Jeni do financeiro")
            assert outcome.result == sh.TransferResult.busy
            assert outcome.say.startswith("O ramal de Jeni está ocupado no momento.")
            assert tenant.extensions.status(extension="1003").state == sh.ExtensionState.dnd
        twilio.stop()


@pytest.mark.parametrize(
    ("extra", "field"),
    [({"numbr": "x"}, "numbr"), ({"presence": "x"}, "presence"), ({"account": {"account_sid": 5}}, "account.account_sid")],
)
def test_a_wrong_option_is_named(extra, field):
    with pytest.raises(sh.InvalidArgument) as raised:
        sh.Twilio(**{**options("https://host.example"), **extra})
    assert raised.value.details["field"] == field


def test_what_twilio_did_not_sign_is_refused():
    request = {"url": "/twilio/incoming", "headers": {"X-Twilio-Signature": "x"}, "body": b"CallSid=CA1"}
    with pytest.raises(sh.FailedPrecondition):
        sh.Twilio(**options("https://host.example/twilio")).webhook(**request)
    twilio = sh.TwilioDouble(account_sid=ACCOUNT, auth_token=TOKEN)
    twilio.listen()
    phone = sh.Twilio(**options("https://host.example/twilio", twilio.url))
    with sh.Engine(telephony=phone):
        assert phone.webhook(**request).status == 403
    twilio.stop()


def test_no_secret_is_shown():
    assert TOKEN not in repr(sh.Twilio(**options("https://host.example")))
