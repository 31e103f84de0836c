"""How both servers start and end."""

import queue
import re
import socket
import threading

import httpx
import pytest

from office import APP_SECRET
from peers import WEBHOOKS, Widget, message, signed
from servers import PATIENCE, POSTGRESQL, bearer, eventually, in_store, token

VOICE = "/api/voice/callback"
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "the-token-of-twilio", "TWILIO_PHONE_NUMBER": "+551140001234",
    "TWILIO_PHONE_NUMBER_FL": "+13055550100", "TWILIO_PHONE_NUMBER_TX": "+12145550100",
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (
            {"DATABASE_URL": None, "SECRET_KEY": "", "BASE_URL": None, "CREDENTIALS_ENCRYPTION_KEY": None},
            ["DATABASE_URL: missing", "SECRET_KEY: missing", "BASE_URL: missing", "CREDENTIALS_ENCRYPTION_KEY: missing"],
        ),
        (
            {
                "DATABASE_URL": "mysql://x", "SECRET_KEY": "short", "BASE_URL": "desk.example", "PORT": "80a",
                "CREDENTIALS_ENCRYPTION_KEY": "07" * 31, "FILA_PROCESS_INTERVAL": "often", "DEFAULT_TENANT": "a b c d",
            },
            [
                "DATABASE_URL: malformed", "SECRET_KEY: malformed", "BASE_URL: malformed", "PORT: malformed",
                "CREDENTIALS_ENCRYPTION_KEY: malformed", "FILA_PROCESS_INTERVAL: malformed", "DEFAULT_TENANT: malformed",
            ],
        ),
        (
            {"SECRET_KEY": " " * 40, "CREDENTIALS_ENCRYPTION_KEY": "ção"},
            ["SECRET_KEY: malformed", "CREDENTIALS_ENCRYPTION_KEY: malformed"],
        ),
        ({"CREDENTIALS_ENCRYPTION_KEY": f"{'07' * 32},{'08' * 32}"}, ["CREDENTIALS_ENCRYPTION_KEY: malformed"]),
        ({"CREDENTIALS_ENCRYPTION_KEY": f"a:{'07' * 32},a:{'08' * 32}"}, ["CREDENTIALS_ENCRYPTION_KEY: malformed"]),
        ({"CREDENTIALS_ENCRYPTION_KEY": f"a b:{'07' * 32}"}, ["CREDENTIALS_ENCRYPTION_KEY: malformed"]),
        ({"CREDENTIALS_ENCRYPTION_KEY": "B" * 43 + "="}, ["CREDENTIALS_ENCRYPTION_KEY: malformed"]),
        # The first by the server, together with all else; the others only once the library reads them.
        ({"DATABASE_URL": "sqlite://x.db", "SECRET_KEY": "short"}, ["DATABASE_URL: malformed", "SECRET_KEY: malformed"]),
        *(
            ({"DATABASE_URL": f"postgresql://u:{address}"}, ["DATABASE_URL: malformed; must be sqlite:///file or postgresql://"])
            for address in ("hidden-word@h", "hidden-word@h:abc/d", "hidden-word@h/d?options=x", "%zzhidden-word@h/d")
        ),
        # A variable that says what the default says is set all the same.
        ({"ESL_HOST": "127.0.0.1"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_PORT": "8021"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_DOMAIN": "pbx"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_DOMAIN": "a b"}, ["ESL_PASSWORD: missing", "ESL_DOMAIN: malformed"]),
        ({"TWILIO_API_URL": "https://double.example"}, [f"{name}: missing" for name in TWILIO]),
        (
            {**TWILIO, "TWILIO_PHONE_NUMBER": "+" + "1" * 5000, "TWILIO_PHONE_NUMBER_FL": "é" * 5000},
            ["TWILIO_PHONE_NUMBER: malformed", "TWILIO_PHONE_NUMBER_FL: malformed"],
        ),
        (
            {name: value + "x y" for name, value in TWILIO.items()} | {"TWILIO_API_URL": "http://double.example"},
            [f"{name}: malformed" for name in (*TWILIO, "TWILIO_API_URL")],
        ),
        (
            {**TWILIO, "TWILIO_PHONE_NUMBER": "+12345678", "TWILIO_API_KEY": "SK1", "TWILIO_TWIML_APP_SID": "AC" + "1" * 32},
            [
                "TWILIO_PHONE_NUMBER: malformed", "TWILIO_API_KEY: malformed", "TWILIO_TWIML_APP_SID: malformed",
                "TWILIO_API_SECRET: missing; must be given with TWILIO_API_KEY (TWILIO_ is on)",
            ],
        ),
        ({**TWILIO, "TWILIO_API_SECRET": "a-secret"}, ["TWILIO_API_KEY: missing; must be given with TWILIO_API_SECRET"]),
        *(
            ({**TWILIO, "BASE_URL": url}, ["BASE_URL: malformed; must be https://…, which Twilio can ask (TWILIO_ is on)"])
            for url in ("http://desk.example", "https://user@desk.example", "https://desk.example/?a=b")
        ),
        (
            {
                "WEBHOOK_BASE_URL": "https://elsewhere.example", "ESL_HOST": "pbx", "ESL_PORT": "70000",
                "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "WHATSAPP_VERIFY_TOKEN": "x", "EVOLUTION_API_URL": "evolution",
                "CRM_API_KEY": "x", "OPENAI_API_KEY": "x", "AZURE_SPEECH_REGION": "Brazil South",
            },
            [
                "WEBHOOK_BASE_URL: must be the same", "ESL_PASSWORD: missing", "ESL_PORT: malformed",
                "TWILIO_AUTH_TOKEN: missing", "TWILIO_PHONE_NUMBER: missing", "WHATSAPP_ACCESS_TOKEN: missing",
                "WHATSAPP_BUSINESS_ACCOUNT_ID: missing", "WHATSAPP_PHONE_NUMBER_ID: missing", "EVOLUTION_API_URL: malformed",
                "EVOLUTION_API_KEY: missing", "CRM_API_URL: missing", "OPENAI_COBRANCA_ASSISTANT_ID: missing",
                "AZURE_SPEECH_KEY: missing", "AZURE_SPEECH_REGION: malformed",
            ],
        ),
    ],
)
def test_a_configuration_that_cannot_be_is_refused_by_name(launch, changes, named):
    code, said = launch(**changes).ended()
    assert code == 2
    for name in named:
        assert name in said
    for value in changes.values():
        assert not value or len(value) < 6 or value not in said  # a value may be a secret
    assert "hidden-word" not in said and "Traceback" not in said and "    at " not in said


def test_keys_that_are_rotated_may_have_names_and_one_none(launch):
    server = launch(CREDENTIALS_ENCRYPTION_KEY=f"{'07' * 32},new:{'A' * 43}=").wait_until_listening()
    server.ask_to_end()
    assert server.ended() == (0, "")


def test_a_group_that_this_build_does_not_use_is_said_and_the_start_goes_on(launch):
    server = launch(CRM_API_URL="https://crm.example", CRM_API_KEY="x", BASE_URL=None, WEBHOOK_BASE_URL="http://b.example")
    server.wait_until_listening()
    server.ask_to_end()
    code, said = server.ended()
    assert code == 0
    assert "CRM_: set, but this build does not use it" in said


@pytest.mark.skipif(not POSTGRESQL, reason="SMARTHANDOFF_TEST_POSTGRESQL is not set")
def test_a_database_that_refuses_the_password_is_told_without_the_password(launch):
    wrong = re.sub(":[^:@]*@", ":wrong-secret@", POSTGRESQL)
    code, said = launch(DATABASE_URL=wrong).ended()
    assert code == 1
    assert "password" in said and "wrong-secret" not in said


def test_without_the_apps_secret_the_server_starts_says_so_and_refuses_webhooks(launch):
    server = launch(
        WHATSAPP_VERIFY_TOKEN="verify-me", WHATSAPP_ACCESS_TOKEN="access-me", WHATSAPP_PHONE_NUMBER_ID="109876543210987",
        WHATSAPP_BUSINESS_ACCOUNT_ID="223344556677889",
    ).wait_until_listening()
    body = message()
    for headers in ({}, signed(body), signed(body, "")):
        assert httpx.post(f"{server.url}{WEBHOOKS[0]}", content=body, headers=headers, timeout=PATIENCE).status_code == 401
    asked = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "42"}
    assert httpx.get(f"{server.url}{WEBHOOKS[0]}", params=asked, timeout=PATIENCE).text == "42"
    server.ask_to_end()
    code, said = server.ended()
    assert code == 0
    assert said.startswith("WHATSAPP_APP_SECRET: not set")


def test_a_store_whose_credentials_have_another_key_says_which_key_is_missing(launch, tmp_path):
    def fill(tenant):
        tenant.channels.create(
            name="WhatsApp", phone_number_id="109876543210987", access_token="access-me", app_secret=APP_SECRET
        )

    in_store(tmp_path, fill, encryption_keys=[{"id": "old", "key": "08" * 32}])
    server = launch().wait_until_listening()
    body = message()
    answer = httpx.post(f"{server.url}{WEBHOOKS[0]}", content=body, headers=signed(body), timeout=PATIENCE)
    assert (answer.status_code, answer.json()["code"]) == (409, "failed_precondition")  # Meta sends it again
    assert "old" in answer.json()["error"]
    told = httpx.get(f"{server.url}/health", timeout=PATIENCE).json()
    assert (told["status"], told["store"]) == ("degraded", "ok")
    assert told["credentials"] == "channels: key old is missing (1)"


def test_an_end_under_load_keeps_what_was_acknowledged(launch, tmp_path):
    def fill(tenant):
        tenant.agents.create(user_id="maria", name="Maria", extension="1001")
        return [tenant.callbacks.create(number=f"+55189977{n:05}", extension="1001") for n in range(50_000, 50_600)]

    asked = in_store(tmp_path, fill)
    server = launch().wait_until_listening()
    waiting, acknowledged, other = queue.SimpleQueue(), [], []
    for one in asked:
        waiting.put(one)

    def click():
        while not waiting.empty():
            one = waiting.get()
            try:
                answer = httpx.post(
                    f"{server.url}{VOICE}/snooze", json={"ticketId": one.ticket_id}, headers=bearer(), timeout=PATIENCE
                )
            except httpx.TransportError:
                return  # nobody listens any more
            if answer.status_code == 200:
                acknowledged.append(one.id)
            else:
                other.append(answer.status_code)

    clicking = [threading.Thread(target=click) for _ in range(8)]
    for thread in clicking:
        thread.start()
    eventually(lambda: len(acknowledged) >= 50)
    server.ask_to_end()
    for thread in clicking:
        thread.join(PATIENCE)
    assert server.ended() == (0, "")
    assert len(acknowledged) < len(asked), "it ended before the load did"
    assert set(other) <= {503}
    stored = in_store(
        tmp_path, lambda tenant: {str(tenant.callbacks.get(callback_id=one).status) for one in acknowledged}
    )
    assert stored == {"scheduled"}


def test_an_end_that_is_asked_for_does_not_wait_for_widgets(launch):
    server = launch().wait_until_listening()
    with Widget(server.url, "/acme", token()) as widget:
        assert not widget.refused
        server.ask_to_end()
        assert server.ended(25) == (0, "")
        eventually(lambda: not widget.client.connected)


def test_an_end_that_is_asked_for_answers_what_is_under_way_and_closes_the_store(launch):
    server = launch().wait_until_listening()
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as http:
        assert http.get("/health").json()["telephony"] == "stopped"
        body = b'{"ticketId": "nothing"}'
        begun, ended = threading.Event(), threading.Event()

        def slowly():
            yield body[:5]
            begun.set()
            ended.wait(PATIENCE)
            yield body[5:]

        answers = []
        headers = {**bearer(), "Content-Length": str(len(body))}
        asking = threading.Thread(
            target=lambda: answers.append(http.post(f"{VOICE}/snooze", content=slowly(), headers=headers))
        )
        asking.start()
        assert begun.wait(PATIENCE)
        assert http.get("/health").status_code == 200  # the other one has arrived
        server.ask_to_end()
        eventually(lambda: refuses_connections(server.url))
        ended.set()
        asking.join(PATIENCE)
    assert answers[0].status_code == 404
    code, said = server.ended()
    assert (code, said) == (0, "")
    again = launch().wait_until_listening()  # the store is free
    again.ask_to_end()
    assert again.ended() == (0, "")


def refuses_connections(url):
    try:
        httpx.get(f"{url}/health", timeout=1)
    except httpx.ConnectError:
        return True
    except httpx.HTTPError:
        return False
    return False


@pytest.mark.parametrize(("host", "url"), [("::1", "http://[::1]:"), ("::", "http://[::1]:"), ("0.0.0.0", "http://127.0.0.1:")])
def test_it_says_where_it_listens(launch, host, url):
    server = launch(HOST=host)
    line = server.lines.get(timeout=PATIENCE)
    assert line.startswith(f"listening on {url}"), f"{line}{server.stderr}"
    assert httpx.get(f"{line.split()[-1]}/health", timeout=PATIENCE).status_code == 200
    server.ask_to_end()
    assert server.ended() == (0, "")


def test_an_address_that_it_cannot_listen_at_is_named(launch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = launch(PORT=str(port)).ended()
    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith(f"PORT: cannot listen at 127.0.0.1 port {port}: ")
    code, said = launch(HOST="192.0.2.1").ended()
    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith("HOST: cannot listen at 192.0.2.1 port 0: ")


def test_a_second_signal_does_not_wait(launch):
    server = launch().wait_until_listening()
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as half:
        head = f"POST {VOICE}/snooze HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token()}\r\nContent-Length: 10\r\n\r\n"
        half.sendall(head.encode() + b"{")
        assert httpx.get(f"{server.url}/health", timeout=PATIENCE).status_code == 200  # the other one has arrived
        server.ask_to_end()
        eventually(lambda: refuses_connections(server.url))
        server.ask_to_end()
        assert server.ended(8)[0] == 1


def test_an_end_while_it_starts_is_no_failure(launch):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # a database that takes the connection and says nothing
        server = launch(DATABASE_URL=f"postgresql://desk:secret@127.0.0.1:{silent.getsockname()[1]}/desk")
        connection, _ = silent.accept()
        server.ask_to_end()
        assert server.ended()[0] == 0
        connection.close()
