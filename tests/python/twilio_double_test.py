"""The Twilio double from Python: a host in another thread, manual and real time."""

import base64
import datetime
import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest
import smarthandoff as sh

ACCOUNT = "AC" + "a" * 32
OURS = "+15550001111"
START = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.timezone.utc)


@pytest.fixture
def host():
    """A host that answers from ``documents`` by path and keeps what it was asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.asked.append((self.path, dict(urllib.parse.parse_qsl(body)), dict(self.headers), body))
            answer = f"<Response>{server.documents.get(self.path, '')}</Response>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.asked, server.documents = [], {}
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def post(double, path, **form):
    request = urllib.request.Request(
        f"{double.url}/2010-04-01/Accounts/{ACCOUNT}{path}", urllib.parse.urlencode(form).encode(), method="POST"
    )
    request.add_header("Authorization", "Basic " + base64.b64encode(f"{ACCOUNT}:12345".encode()).decode())
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def test_a_caller_is_served_in_manual_time_with_signed_webhooks(host):
    host.documents = {"/voice": '<Gather numDigits="1" action="/menu"><Say>Diga</Say></Gather>', "/menu": "<Say>Tchau</Say>"}
    with sh.TwilioDouble(now=START, numbers=[OURS]) as twilio:
        twilio.add_number(number=OURS, voice_url=host.url + "/voice")
        twilio.add_person(number="+5518997751234", replies=["2"])
        sid = twilio.call("+5518997751234", OURS)
        assert twilio.next_due() == START
        twilio.step(START + datetime.timedelta(minutes=1))
        assert [path for path, *_ in host.asked] == ["/voice", "/menu"]
        assert host.asked[1][1]["Digits"] == "2"
        for path, _, headers, body in host.asked:
            assert sh.twilio.validate("12345", headers["X-Twilio-Signature"], host.url + path, body)
        (call,) = twilio.calls()
        assert (call.call_sid, call.status, call.direction) == (sid, "completed", "inbound")
        assert [entry.text for entry in twilio.log() if entry.kind == "hears"] == ["says: Diga", "silence", "says: Tchau", "silence"]
        with pytest.raises(sh.FailedPrecondition):
            twilio.step(START)


def test_the_api_goes_wrong_as_told():
    with sh.TwilioDouble(now=START, numbers=[OURS]) as twilio:
        twilio.add_person(sh.TwilioPerson(number="*", behaviour="busy"))
        twilio.listen()
        form = {"From": OURS, "To": "+5518997751234", "Twiml": "<Response/>"}
        twilio.fail_requests(["error_done", sh.TwilioRequestFailure.too_many])
        assert post(twilio, "/Calls.json", **form)[1]["code"] == 20500
        assert post(twilio, "/Calls.json", **form)[0] == 429
        assert post(twilio, "/Calls.json", **form)[0] == 201
        assert post(twilio, "/Calls.json", Nonsense="1", **form)[1]["code"] == 20001
        assert len(twilio.calls()) == 2


def test_what_it_is_told_is_checked():
    with pytest.raises(sh.InvalidArgument):
        sh.TwilioDouble(account_sid="AC1")
    with sh.TwilioDouble() as twilio:
        with pytest.raises(sh.InvalidArgument):
            twilio.add_person(number="123")
        with pytest.raises(sh.NotFound):
            twilio.call("+5518997751234", "+15550002222")
        with pytest.raises(sh.InvalidArgument):
            twilio.set_faults(lose=2)
        with pytest.raises(sh.InvalidArgument):
            twilio.fail_callbacks(["never"])
