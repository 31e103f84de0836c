"""The table of Twilio, asked of both servers: by the double of Twilio, by requests signed as Twilio signs, and by agents."""

import concurrent.futures
import datetime
import re
import socket
import uuid
import xml.etree.ElementTree as xml

import httpx
import jwt
import pytest

import smarthandoff as sh
from servers import COMMANDS, PATIENCE, SERVICE, bearer, eventually, required, token
from switchboard import (
    ACCOUNT, API_KEY, API_SECRET, APPLICATION, CALLED, CALLER, FORBIDDEN, MARIA, MARIAS, OPTED_OUT, QUEUE, RUI, RUIS,
    RUIS_MOBILE, SECOND_CALLER, TAKE, TOKEN, WORKER, Switchboard,
)

DISCLAIMER = "Esta ligação poderá ser gravada para fins de qualidade e treinamento."
OVERFLOW, MESSAGE = "Aguarde enquanto transferimos sua chamada.", "Deixe sua mensagem após o sinal."
WAITING = "Todos os nossos atendentes estão ocupados. Você é o número {} da fila."
RING = ("<Dial ", 'timeout="15"', "/voice/failover-check?call=", "/voice/whisper?call=")
LEAVE = (MESSAGE, "<Record ", 'maxLength="120"', "/webhooks/voicemail?call=")
SPOKEN = (
    # path, what Twilio tells beside the call, what the document has
    ("/voice", {"To": MARIAS}, (DISCLAIMER, '<Pause length="1"/>', *RING, "<Identity>maria</Identity>")),
    ("/voice/disclaimer", {"To": MARIAS}, (DISCLAIMER, '<Pause length="1"/>', *RING)),
    ("/voice/twiml", {"Direction": "outbound-api", "From": QUEUE, "To": CALLED}, ("<Enqueue ",)),
    ("/voice/machine", {}, ("<Say ",)),
    ("/voice/dial-with-whisper", {"To": MARIAS}, RING),
    ("/voice/whisper", {}, ("<Say ", "Chamada do cliente 18 99775-1234.")),
    ("/voice/incoming", {}, (OVERFLOW, "<Enqueue ", "/voice/wait-music?call=", ">suporte</Enqueue>")),
    ("/voice/wait-music", {"QueuePosition": "3", "QueueTime": "9", "QueueSid": "QU1"}, (WAITING.format(3),)),
    ("/voice/connect-queue", {}, ("<Dial>", "/voice/connected?call=", ">suporte</Queue>")),
    ("/voice/connected", {"QueueSid": "QU1"}, ("<Pause ",)),
    ("/voice/queue-result", {"QueueResult": "queue-full"}, LEAVE),
    ("/voice/dial-with-failover", {"To": RUIS}, (*RING, "<Identity>rui</Identity>")),
    (
        "/voice/failover-check", {"To": RUIS, "DialCallStatus": "no-answer"},
        ("Transferindo para celular.", 'timeout="20"', f">{RUIS_MOBILE}</Number>", "/voice/voicemail?call="),
    ),
    ("/voice/voicemail", {"DialCallStatus": "busy"}, LEAVE),
)
RECEIVED, RECORDING = {"status": "received"}, {"RecordingSid": "RE1", "RecordingStatus": "in-progress", "RecordingUrl": "https://r"}
TOLD = (
    # path, what Twilio tells, what is answered
    ("/call_status", {"CallStatus": "completed", "CallDuration": "7"}, RECEIVED),
    ("/webhooks/call-status", {"CallStatus": "busy"}, RECEIVED),
    ("/webhooks/amd-result", {"AnsweredBy": "human"}, {"status": "processed"}),
    ("/webhooks/recording", RECORDING, RECEIVED),
    ("/webhooks/voicemail", RECORDING, RECEIVED),
    ("/taskrouter_event", {"EventType": "task.created", "TaskSid": "WT1"}, {}),
    (
        "/assignment",
        {
            "WorkspaceSid": "WS1", "WorkerSid": WORKER, "WorkerAttributes": "{}", "TaskSid": "WT1", "ReservationSid": "WR1",
            "TaskAttributes": '{"call_sid": "CA1"}',
        },
        {"instruction": "dequeue", "to": MARIA, "record": "record-from-answer", "timeout": 15},
    ),
)
POSTED = [path for path, *_ in SPOKEN + TOLD]
ASKED = (("POST", "/make_call"), ("GET", "/calls"), ("GET", "/calls/1"), ("GET", "/calls/1/recording"), ("GET", "/token"))


def a_call(**more):
    """A call that nobody has told of."""
    return {"CallSid": f"CA{uuid.uuid4().hex}", "From": CALLER, "To": QUEUE, "Direction": "inbound", "CallStatus": "ringing", **more}


def is_known(board, form):
    answer = board.get(f"/calls/{form['CallSid']}")
    assert answer.status_code in (200, 404), answer.text
    return answer.status_code == 200


# --- what Twilio posts ---


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("path", "more", "parts"), SPOKEN, ids=[path for path, *_ in SPOKEN])
def test_a_document_is_what_the_table_says(board, path, more, parts, slash):
    form = a_call(**more)
    board.tell("/voice", {**form, "CallStatus": "ringing"})
    query = f"?call={board.yesterdays}&x=%C3%A7+a" if path == "/voice/whisper" else ""
    answer = board.tell(path + slash + query, form)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "application/xml")
    assert xml.fromstring(answer.text).tag == "Response"
    for part in parts:
        assert part in answer.text, answer.text


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("path", "form", "answered"), TOLD, ids=[path for path, *_ in TOLD])
def test_what_is_told_is_answered_as_the_table_says(board, path, form, answered, slash):
    answer = board.tell(path + slash, a_call(**form))
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "application/json")
    assert answer.json() == answered


@pytest.mark.parametrize("path", POSTED)
def test_what_twilio_did_not_sign_is_refused_and_does_nothing(board, path):
    form = a_call()
    address = f"{board.public.url}{path}"
    signature = sh.twilio.sign(TOKEN, address, {"AccountSid": ACCOUNT, **form})
    elsewhere = sh.twilio.sign(TOKEN, board.server.url + path, {"AccountSid": ACCOUNT, **form})
    for answer in (
        board.tell(path, form, signed_with="guess"),
        board.tell(path, form, **{"X-Twilio-Signature": elsewhere}),
        board.tell(path, form, **{"X-Twilio-Signature": ""}),
        board.tell(f"{path}?call={board.yesterdays}", form, **{"X-Twilio-Signature": signature}),
        board.tell(path, {**form, "To": MARIAS}, **{"X-Twilio-Signature": signature}),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"].startswith(f"The signature does not fit {address}")
    assert not is_known(board, form)


def test_a_request_without_its_signature_is_refused(board):
    answer = board.http.post("/voice", data={"AccountSid": ACCOUNT, **a_call()})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", POSTED)
def test_an_account_that_is_nobodys_is_answered_and_nothing_is_done(board, path):
    form = {**a_call(), "AccountSid": "AC" + "e" * 32}
    answer = board.tell(path, form)
    assert answer.status_code == 200
    assert answer.text.endswith("<Response/>") or answer.json() in (RECEIVED, {"status": "processed"}, {})
    assert not is_known(board, form)


def test_a_repetition_is_answered_as_before(board):
    form = a_call(To=MARIAS)
    first, again, other = (
        board.tell("/voice", {**form, "CallStatus": status}, **{"I-Twilio-Idempotency-Token": token})
        for status, token in (("ringing", "1"), ("in-progress", "1"), ("in-progress", "2"))
    )
    assert first.text == again.text == other.text
    told = board.get(f"/calls/{form['CallSid']}").json()["call"]
    assert (told["status"], told["agent"]) == ("in_progress", "maria")


@pytest.mark.parametrize("path", ["/voice", "/webhooks/call-status/"])
def test_a_body_of_10_mb_is_refused(board, path):
    large = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "x"}
    answer = board.http.post(path, content=b"AccountSid=" + b"A" * (10 << 20), headers=large)
    assert answer.status_code == 413
    assert answer.json()["error"]
    assert board.get("/health").status_code == 200


# --- calls, with people at their ends ---


def test_a_call_to_an_agents_number_hears_the_disclaimer_and_the_agent_who_calls(board):
    board.person(CALLER)
    board.person(MARIA)
    errors = board.errors()
    sid = board.twilio.call(CALLER, MARIAS)
    board.pass_time(20)
    assert board.heard(CALLER) == [f"says: {DISCLAIMER}", "silence", "ringing", f"talking to {MARIA}"]
    assert "says: Chamada do cliente 18 3333-4444." in board.heard(MARIA)
    live = board.get(f"/calls/{sid}").json()["call"]
    assert (live["direction"], live["status"], live["agent"]) == ("inbound", "in_progress", "maria")
    board.twilio.hang_up(sid)
    board.pass_time(5)
    told = board.get(f"/calls/{sid}/").json()
    assert (told["call"]["status"], told["call"]["from"], told["call"]["to"]) == ("completed", CALLER, MARIAS)
    assert told["call"]["seconds"] == 20
    assert told["recording"].items() >= {"status": "completed", "channels": 2}.items()
    assert board.errors() == errors


def test_callers_wait_in_the_queue_until_an_agent_takes_them(board):
    board.person(SECOND_CALLER)
    board.person("+551833336666")
    errors = board.errors()
    first, second = (board.twilio.call(caller, QUEUE) for caller in (SECOND_CALLER, "+551833336666"))
    board.pass_time(30)
    assert board.heard(SECOND_CALLER)[0] == f"says: {DISCLAIMER}"
    assert {f"says: {OVERFLOW}", f"says: {WAITING.format(1)}"} <= set(board.heard(SECOND_CALLER))
    assert f"says: {WAITING.format(2)}" in board.heard("+551833336666")
    board.person("+551833337777")
    taking = board.twilio.call("+551833337777", TAKE)
    board.pass_time(5)
    assert board.heard(SECOND_CALLER)[-1] == "talking to +551833337777"
    for call in (taking, second):
        board.twilio.hang_up(call)
    board.pass_time(5)
    assert board.get(f"/calls/{first}").json()["call"]["answeredAt"]
    lost = board.get(f"/calls/{second}").json()["call"]
    assert (lost["status"], lost["answeredAt"], lost["agent"]) == ("completed", None, None)
    assert board.errors() == errors


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_that_nobody_answers_goes_to_the_mobile_and_leaves_a_ticket(name, tmp_path):
    board = Switchboard(name, tmp_path)
    try:
        board.person(CALLER, speaks_for=7000)
        board.person(RUI, behaviour="no_answer")
        board.person(RUIS_MOBILE, behaviour="busy")
        sid = board.twilio.call(CALLER, RUIS)
        board.pass_time(60)
        said = [text.removeprefix("says: ") for text in board.heard(CALLER) if text.startswith("says: ")]
        assert said == [DISCLAIMER, "Transferindo para celular.", MESSAGE]
        assert board.errors() == []
        missed = board.get(f"/calls/{sid}").json()["call"]
        assert (missed["status"], missed["agent"], missed["answeredAt"]) == ("completed", "rui", None)
        board.server.ask_to_end()
        assert board.server.ended() == (0, "")
    finally:
        board.close()
    with sh.Engine(store=required(tmp_path)["DATABASE_URL"], encryption_keys=board.keys) as engine:
        (ticket,) = engine.tenant("acme").tickets.list(call_id=sid).tickets
    assert (ticket.intended_for, ticket.department) == ("Rui", "Financeiro")
    assert ticket.summary == "Mensagem de voz de 18 3333-4444, 12s."  # and 5 s of silence


# --- what agents ask ---


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_only_agents_ask(board, method, path):
    body = {"to": CALLED} if method == "POST" else None
    assert board.http.request(method, path, json=body, headers={"Authorization": ""}).status_code == 401
    assert board.http.request(method, path, json=body, headers=bearer("contact")).status_code == 403


def test_a_call_is_placed_and_its_story_is_told(board):
    to = "+5518997752001"
    board.person(to)
    board.person(MARIA)
    errors = board.errors()
    answer = board.make_call(to)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["from"] in (QUEUE, MARIAS, RUIS)
    (placed,) = [call for call in board.twilio.calls() if call.to_number == to]
    assert (placed.call_sid, placed.from_number) == (told["callSid"], told["from"])
    board.pass_time(30)
    assert board.heard(to) == [f"says: {DISCLAIMER}", "silence", "ringing", f"talking to {MARIA}"]
    board.twilio.hang_up(told["callSid"])
    board.pass_time(5)
    call = board.get(f"/calls/{told['id']}").json()["call"]
    assert board.get(f"/calls/{told['callSid']}").json()["call"] == call
    expected = {"direction": "outbound", "status": "completed", "agent": "maria", "from": told["from"], "to": to}
    assert expected.items() <= call.items()
    assert call["seconds"] >= 20
    assert call["startedAt"] <= call["answeredAt"] <= call["endedAt"]
    assert call["id"] == board.get("/calls/", params={"status": "completed"}).json()["calls"][0]["id"]
    assert board.errors() == errors


def test_a_call_for_somebody_else_is_theirs(board):
    board.person("+5518997752002")
    board.person(RUI)
    made = board.make_call("(18) 99775-2002", agent="rui").json()
    board.pass_time(20)
    assert board.heard("+5518997752002")[-1] == f"talking to {RUI}"
    board.twilio.hang_up(made["callSid"])
    board.pass_time(5)
    assert made["id"] in [row["id"] for row in board.get("/calls", params={"agent": "rui"}).json()["calls"]]
    assert made["id"] not in [row["id"] for row in board.get("/calls", params={"agent": "maria"}).json()["calls"]]


# Any agent saw and heard every call of the company, and made calls in anybody's name.
def test_agents_see_hear_and_make_their_own_calls_only(board):
    to = "+5518997752009"
    board.person(to, behaviour="busy")
    made = board.http.post("/make_call", json={"to": to, "agent": "rui"}, headers=bearer(user="rui")).json()

    def rows(user, **query):
        answer = board.get("/calls", params=query, headers=bearer(user=user))
        assert answer.status_code == 200, answer.text
        return answer.json()["calls"]

    assert made["id"] in [row["id"] for row in rows("rui")]
    assert {row["agent"] for row in rows("rui")} == {"rui"}
    assert board.get(f"/calls/{made['id']}", headers=bearer(user="rui")).status_code == 200
    for user in ("ana", "intern"):  # another agent, and one who is none
        headers = bearer(user=user)
        assert made["id"] not in [row["id"] for row in rows(user)]
        assert board.get("/calls", params={"agent": "rui"}, headers=headers).json()["field"] == "agent"
        for path in (f"/calls/{made['id']}", f"/calls/{made['callSid']}", f"/calls/{made['id']}/recording"):
            answer = board.get(path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "unauthorized"), path
        answer = board.http.post("/make_call", json={"to": to, "agent": "rui"}, headers=headers)
        assert (answer.status_code, answer.json()["field"]) == (403, "agent")


# The first went out, those that waited for their turn were told as ones that Twilio had refused: 502 "forbidden".
def test_clicks_on_one_person_that_wait_for_their_turn_are_refused_with_their_reasons(board):
    first, to = "+5518997752010", "+5518997752011"
    for number in (first, to):
        board.person(number, behaviour="busy")
    assert board.make_call(first).status_code == 200
    with concurrent.futures.ThreadPoolExecutor(6) as clicks:
        answers = list(clicks.map(lambda _: board.make_call(to), range(6)))
    told = [answer.status_code for answer in answers]
    assert set(told) <= {200, 202, 409}, told
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["code"] == "failed_precondition"
            assert answer.json()["reasons"] and answer.json()["nextAllowed"], answer.text
    # Each waits for its turn, of which there is one a second: the next test's call must not stand behind them.
    waiting = [answer.json()["id"] for answer in answers if answer.status_code == 202]
    eventually(lambda: all(board.get(f"/calls/{call}").json().get("endedAt") for call in waiting))
    assert len([call for call in board.twilio.calls() if call.to_number == to]) <= 1


def test_a_call_that_must_not_be_made_is_refused_with_its_reasons(board):
    answer = board.make_call(OPTED_OUT)
    assert answer.status_code == 409
    assert answer.json()["reasons"] == ["opt_out"]
    assert answer.json()["code"] == "failed_precondition"
    assert answer.json()["error"] and answer.json()["nextAllowed"] is None
    assert not [call for call in board.twilio.calls() if call.to_number == OPTED_OUT]


def test_a_call_that_twilio_refuses_is_told_with_its_code(board):
    answer = board.make_call(FORBIDDEN)
    assert (answer.status_code, answer.json()) == (502, {"error": "The call was not placed: 21215"})


def test_an_order_whose_answer_got_lost_is_found_and_not_given_again(board):
    to = "+5518997752003"
    board.person(to, behaviour="busy")
    board.twilio.fail_requests(["hangs_up_done"])
    answer = board.make_call(to)
    assert answer.status_code == 200, answer.text
    assert [call.call_sid for call in board.twilio.calls() if call.to_number == to] == [answer.json()["callSid"]]
    board.pass_time(5)
    assert board.get(f"/calls/{answer.json()['id']}").json()["call"]["status"] == "busy"


def test_an_order_that_takes_long_is_told_as_such(board):
    to = "+5518997752004"
    board.person(to, behaviour="busy")
    board.twilio.fail_requests(["too_many"] * 20)
    answer = board.make_call(to)
    board.twilio.fail_requests([])
    assert (answer.status_code, answer.json()["callSid"]) == (202, None)
    assert board.get(f"/calls/{answer.json()['id']}").json()["call"]["status"] == "queued"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "to"), ({"to": ""}, 400, "to"), ({"to": "12"}, 400, "to"), ({"to": 5}, 400, "to"),
        ({"to": CALLED, "from": QUEUE}, 400, "from"), ({"to": CALLED, "agent": "nobody"}, 404, None),
    ],
)
def test_a_call_that_cannot_be_is_refused_by_its_field(board, body, status, field):
    answer = board.http.post("/make_call/", json=body)
    assert (answer.status_code, answer.json().get("field")) == (status, field)


def test_a_call_is_listed_with_what_it_lasted_and_cost(board):
    (row,) = [row for row in board.get("/calls").json()["calls"] if row["id"] == board.yesterdays]
    expected = {
        "direction": "outbound", "status": "completed", "agent": "maria", "to": CALLED, "seconds": 90, "cost": "0.0120",
        "currency": "USD", "recording": None,
    }
    assert expected.items() <= row.items()
    one = board.get(f"/calls/{board.yesterdays}").json()
    assert one == {"call": {name: value for name, value in row.items() if name != "recording"}, "recording": None}


def test_calls_are_listed_by_period_status_and_page(board):
    def ids(**query):
        return [row["id"] for row in board.get("/calls", params=query).json()["calls"]]

    now = datetime.datetime.now(datetime.timezone.utc)
    day, before = (f"{now - datetime.timedelta(days=days):%Y-%m-%d}" for days in (0, 2))
    noon = f"{now - datetime.timedelta(hours=12):%Y-%m-%dT%H:%MZ}"
    form = a_call()
    board.tell("/voice", form)
    everything = ids()
    assert ids(period=f"{before}/{noon}") == [board.yesterdays]
    assert board.yesterdays not in ids(period=f"{noon}/")
    assert ids(period=f"/{before}") == []
    assert ids(period="/") == everything
    assert board.yesterdays in ids(status="completed") and board.yesterdays not in ids(status="ringing")
    assert ids(page=everything[0]) == everything[1:]
    assert ids(period=f"{day}/") == ids(period=f"{day}T00:00:00Z/")


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"period": "today"}, 400, "period"), ({"period": "2026-13-01/"}, 400, "period"), ({"period": "2026-02-30/"}, 400, "period"),
        ({"period": "2026-01-01T25:00Z/"}, 400, "period"), ({"period": "a/b/c"}, 400, "period"), ({"status": "in-progress"}, 400, "status"),
        ({"agent": "nobody"}, 404, None),
    ],
)
def test_a_list_that_cannot_be_is_refused_by_its_field(board, query, status, field):
    answer = board.get("/calls", params=query)
    assert (answer.status_code, answer.json().get("field")) == (status, field)


def test_a_call_of_nobody_or_of_another_company_is_not_found(board):
    assert board.get("/calls/nothing").status_code == 404
    assert board.get(f"/calls/CA{'0' * 32}").status_code == 404
    other = bearer(tenant="other")
    assert board.get(f"/calls/{board.yesterdays}", headers=other).status_code == 404
    assert board.get("/calls", headers=other).json() == {"calls": [], "next": None}


def test_more_calls_than_a_page_has_go_on_with_the_next(board):
    for _ in range(101):
        board.tell("/call_status", a_call(CallStatus="completed"))
    first = board.get("/calls").json()
    assert len(first["calls"]) == 100
    assert first["next"] == first["calls"][-1]["id"]
    rest = board.get("/calls", params={"page": first["next"]}).json()
    assert board.yesterdays in [row["id"] for row in rest["calls"]]
    assert rest["next"] is None or len(rest["calls"]) == 100


def test_a_recording_is_played_whole_and_by_parts(board):
    board.person(CALLER)
    board.person(MARIA)
    sid = board.twilio.call(CALLER, MARIAS)
    board.pass_time(150)
    board.twilio.hang_up(sid)
    board.pass_time(5)
    path = f"/calls/{sid}/recording"
    whole = board.get(path)
    assert (whole.status_code, whole.headers["content-type"], whole.headers["accept-ranges"]) == (200, "audio/x-wav", "bytes")
    total = int(whole.headers["content-length"])
    assert whole.content.startswith(b"RIFF") and len(whole.content) == total > 2 << 20  # more than one piece
    id = board.get(f"/calls/{sid}").json()["call"]["id"]
    for asked, first, last in (("bytes=0-9", 0, 9), ("bytes=100-1099", 100, 1099), ("bytes=-5", total - 5, total - 1)):
        part = board.get(f"/calls/{id}/recording/", headers={"Range": asked})
        assert (part.status_code, part.headers["content-range"]) == (206, f"bytes {first}-{last}/{total}")
        assert part.content == whole.content[first : last + 1]
    beginning = board.get(path, headers={"Range": "bytes=0-"})
    assert beginning.status_code == 206
    assert beginning.headers["content-range"] == f"bytes 0-{len(beginning.content) - 1}/{total}"
    beyond = board.get(path, headers={"Range": f"bytes={total}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{total}")
    assert board.get(path, headers=bearer(tenant="other")).status_code == 404
    assert board.get(f"/calls/{board.yesterdays}/recording").status_code == 404


# FastAPI printed a page of stack trace for each.
@pytest.mark.parametrize("name", COMMANDS)
def test_a_player_that_has_stalled_is_not_waited_for_and_leaves_no_trace(name, tmp_path):
    board = Switchboard(name, tmp_path, f"sqlite:///{tmp_path}/store.db")
    try:
        board.person(CALLER)
        board.person(MARIA)
        sid = board.twilio.call(CALLER, MARIAS)
        board.pass_time(600)
        board.twilio.hang_up(sid)
        board.pass_time(5)
        with socket.socket() as player:
            player.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            player.connect(("127.0.0.1", int(board.server.url.rpartition(":")[2])))
            asked = f"GET /calls/{sid}/recording HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token()}\r\n\r\n"
            player.sendall(asked.encode())
            assert player.recv(1000).startswith(b"HTTP/1.1 200")
            board.server.ask_to_end()
            code, said = board.server.ended()
        assert code == 0
        assert "Traceback" not in said and "    at " not in said
    finally:
        board.close()


@pytest.mark.parametrize(("user", "ttl"), [("maria", None), ("ana", 60)])
def test_an_agents_token_is_one_of_twilios(board, user, ttl):
    answer = board.get("/token/", params={"ttl": ttl} if ttl else None, headers=bearer(user=user))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["identity"] == user
    assert jwt.get_unverified_header(told["token"])["cty"] == "twilio-fpa;v=1"
    claims = jwt.decode(told["token"], API_SECRET, algorithms=["HS256"])
    assert (claims["iss"], claims["sub"], claims["exp"] - claims["iat"]) == (API_KEY, ACCOUNT, ttl or 3600)
    assert claims["grants"] == {
        "identity": user, "voice": {"incoming": {"allow": True}, "outgoing": {"application_sid": APPLICATION}},
    }
    assert abs(datetime.datetime.fromisoformat(told["expiresAt"]).timestamp() - claims["exp"]) <= 1


def test_nobody_but_an_agent_gets_a_token(board):
    assert board.get("/token", headers=bearer(user="nobody")).status_code == 404
    assert board.get("/token", headers=SERVICE | bearer("service", user="", tenant="acme")).status_code == 403
    for ttl in ("59", "ten", "-1"):
        answer = board.get("/token", params={"ttl": ttl})
        assert (answer.status_code, answer.json()["field"]) == (400, "ttl")


# --- the table, and a server without it ---


def test_the_document_names_every_route_of_the_table(board):
    paths = board.get("/openapi.json").json()["paths"]
    posted = {path for path, methods in paths.items() if "Needs the peer's signature." in methods.get("post", {}).get("description", "")}
    assert posted - {"/webhooks/whatsapp/", "/api/v1/webhooks/whatsapp/"} == set(POSTED)
    assert {("post", "/make_call"), ("get", "/calls"), ("get", "/calls/{id}"), ("get", "/calls/{id}/recording"), ("get", "/token")} <= {
        (method, path) for path, methods in paths.items() for method in methods
    }
    voice = paths["/voice"]["post"]
    assert voice["requestBody"]["content"].keys() == {"application/x-www-form-urlencoded"}
    assert voice["responses"]["200"]["content"].keys() == {"application/xml"}
    assert paths["/calls"]["get"]["parameters"][0]["name"] == "period"


def test_a_server_without_twilio_says_which_variable_is_missing(office):
    for path in POSTED:
        answer = office.http.post(path, data={"AccountSid": ACCOUNT, **a_call()}, headers={"Authorization": ""})
        assert answer.status_code == 503
        assert answer.json() == {"error": f"TWILIO_ACCOUNT_SID is not set: this server does not serve {path}"}
    for method, path in ASKED:
        assert office.http.request(method, path, headers={"Authorization": ""}).status_code == 401
        answer = office.http.request(method, path)
        assert answer.status_code == 503
        assert "TWILIO_ACCOUNT_SID" in answer.json()["error"]


def test_the_environments_account_is_made_once_and_brought_up_to_date(launch):
    def started(**changes):
        settings = {
            "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_PHONE_NUMBER": QUEUE, "TWILIO_PHONE_NUMBER_FL": MARIAS,
            "TWILIO_PHONE_NUMBER_TX": RUIS, "DEFAULT_TENANT": "acme", **changes,
        }
        return launch(**settings).wait_until_listening()

    def told(server, token):
        form = {"AccountSid": ACCOUNT, **a_call()}
        headers = {"X-Twilio-Signature": sh.twilio.sign(token, "https://desk.example/voice", form)}
        return httpx.post(f"{server.url}/voice", data=form, headers=headers, timeout=PATIENCE).status_code

    for given, refused in (("first", "second"), ("second", "first")):
        server = started(TWILIO_AUTH_TOKEN=given)
        assert (told(server, given), told(server, refused)) == (200, 403)
        refusal = httpx.get(f"{server.url}/token", headers=bearer(), timeout=PATIENCE)
        assert (refusal.status_code, "TWILIO_API_KEY" in refusal.json()["error"]) == (503, True)
        server.ask_to_end()
        code, said = server.ended()
        assert code == 0
        assert re.fullmatch("TWILIO_API_KEY: not set, so that agents get no access token\n", said)
