"""What both example servers promise over HTTP, each test on both."""

import gzip
import hashlib
import hmac
import json
import queue
import re
import threading

import httpx
import openapi_spec_validator
import pytest
import socketio

import smarthandoff as sh
from conftest import (
    APP_SECRET, CUSTOMER, DOMAIN_UUID, OFFICES, OTHER_CUSTOMER, PATIENCE, POSTGRESQL, bearer, eventually, required, token,
)

SERVICE = bearer("service", user="")
VOICE = "/api/voice/callback"
WEBHOOKS = ("/webhooks/whatsapp/", "/webhooks/whatsapp", "/api/v1/webhooks/whatsapp/", "/api/v1/webhooks/whatsapp")
LINES = (
    # method, path, who may
    ("GET", "/extension/status/1001", "service"),
    ("GET", "/api/extension/status/1001", "service"),
    ("POST", "/callback/originate", "service"),
    ("POST", "/api/callback/originate", "service"),
    ("POST", f"{VOICE}/result", "service"),
    ("POST", f"{VOICE}/initiate", "user"),
    ("GET", f"{VOICE}/pending", "user"),
    ("POST", f"{VOICE}/snooze", "user"),
    ("POST", f"{VOICE}/dismiss", "user"),
    ("GET", "/api/debug/queues", "admin"),
)


def signed(body, secret=APP_SECRET):
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def message(text="sim", number="109876543210987", id="wamid.1"):
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "551130001000", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Maria"}, "wa_id": "5518997751234"}],
        "messages": [{"from": "5518997751234", "id": id, "timestamp": "1768584600", "type": "text", "text": {"body": text}}],
    }
    entry = {"id": "223344556677889", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, ensure_ascii=False).encode()


# --- who may ask ---


@pytest.mark.parametrize(("method", "path", "who"), LINES)
def test_without_a_valid_token_nothing_is_done(office, method, path, who):
    none = {"Authorization": ""}
    forged = {"Authorization": f"Bearer {token(secret='another key that is 32 characters long')}"}
    late = bearer(exp=1)
    unsigned = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtIiwidGVuYW50IjoiYWNtZSIsInJvbGUiOiJhZG1pbiJ9."}
    for headers in (none, forged, late, unsigned, {"Authorization": "Basic bWFyaWE6eA=="}):
        answer = office.http.request(method, path, headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]


@pytest.mark.parametrize("claims", [{"tenant": "a b"}, {"tenant": None}, {"role": "king"}, {"user": ""}])
def test_a_token_without_tenant_user_or_role_is_refused(office, claims):
    given = {"role": "agent", "user": "maria", "tenant": "acme", **claims}
    assert office.get(f"{VOICE}/pending", headers=bearer(**given)).status_code == 401


@pytest.mark.parametrize(("method", "path", "who"), LINES)
def test_a_lesser_role_is_refused(office, method, path, who):
    lesser = {"service": "admin", "admin": "supervisor", "user": "contact"}[who]
    body = {"ticketId": office.tickets["snooze"], "callUuid": "x", "result": "busy"} if method == "POST" else None
    if path.endswith(("snooze", "dismiss", "initiate")):
        body = {"ticketId": office.tickets["snooze"]}
    answer = office.http.request(method, path, json=body, headers=bearer(lesser))
    assert answer.status_code == 403
    assert answer.json()["error"]


# --- the extension ---


@pytest.mark.parametrize("path", ["/extension/status/1003", "/api/extension/status/1003", "/extension/status/1003/"])
def test_the_status_of_an_extension(office, path):
    answer = office.get(path, params={"domain_uuid": DOMAIN_UUID}, headers=SERVICE)
    assert answer.status_code == 200
    assert answer.json() == {
        "extension": "1003", "status": "offline", "available": False, "reason": "Ramal não registrado",
    }


def test_the_domain_of_another_company_is_not_found(office):
    for domain, status in (("pbx.local", 200), ("other.local", 404), (DOMAIN_UUID.replace("0", "1"), 404)):
        answer = office.get("/extension/status/1003", params={"domain_uuid": domain}, headers=SERVICE)
        assert answer.status_code == status, domain


def test_an_extension_that_cannot_be_is_named_as_the_route_spells_it(office):
    answer = office.get("/extension/status/jeni", headers=SERVICE)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_argument"
    assert answer.json()["field"] == "extension"


# --- the agent's list ---


def test_the_list_of_a_user_has_the_fields_of_the_widget(office):
    answer = office.get(f"{VOICE}/pending", params={"userId": "rui"})
    assert answer.status_code == 200
    rows = answer.json()["callbacks"]
    assert [row["ticketId"] for row in rows] == [office.tickets["offline"]]
    assert rows[0]["id"] == office.tickets["offline"]
    assert rows[0]["callbackNumber"].startswith("+55189977500")
    expected = {
        "callbackReason": "sobre offline", "callbackDepartment": "Suporte", "scheduledAt": None, "waitingMinutes": 0,
        "priority": "high", "hasAudio": False, "hasTranscript": False,
    }
    assert expected.items() <= rows[0].items()
    assert rows[0].keys() == {*expected, "id", "ticketId", "callbackNumber"}
    assert answer.json()["badge"] == 1


def test_whose_list_it_is(office):
    def tickets(role, user, **query):
        answer = office.get(f"{VOICE}/pending/", params=query, headers=bearer(role, user=user))
        return {row["ticketId"] for row in answer.json()["callbacks"]}

    assert office.tickets["offline"] in tickets("supervisor", "boss")  # everybody's
    assert office.tickets["colleague"] in tickets("supervisor", "boss")
    assert tickets("agent", "rui") == {office.tickets["offline"]}  # an agent's own
    assert tickets("supervisor", "boss", userId="nobody") == set()
    assert tickets("agent", "rui", userId="ana").isdisjoint({office.tickets["offline"]})  # no extension: the department's
    assert office.tickets["offline"] not in tickets("supervisor", "boss", userId="joao")


def test_nothing_of_another_company_is_seen(office):
    answer = office.get(f"{VOICE}/pending", headers=bearer("admin", user="eve", tenant="other"))
    assert [row["ticketId"] for row in answer.json()["callbacks"]] == [office.tickets["foreign"]]


# --- tickets ---

TICKET_ROUTES = {
    f"{VOICE}/initiate": {},
    f"{VOICE}/snooze": {},
    f"{VOICE}/dismiss": {},
    f"{VOICE}/result": {"callUuid": "x", "result": "busy", "duration": 0},
    "/callback/originate": {"extension": "1001"},
}


@pytest.mark.parametrize("path", TICKET_ROUTES)
def test_an_unknown_or_foreign_ticket_is_not_found(office, path):
    for ticket in ("nothing", 17, office.tickets["foreign"]):
        answer = office.post(path, {"ticketId": ticket, **TICKET_ROUTES[path]}, headers=SERVICE)
        assert answer.status_code == 404, ticket
        assert answer.json() == {"error": "Ticket not found"}


@pytest.mark.parametrize("path", TICKET_ROUTES)
def test_a_body_that_is_wrong_is_refused(office, path):
    def status(body):
        answer = office.post(path, content=body, headers={**SERVICE, "Content-Type": "application/json"})
        return answer.status_code, answer.json()["error"]

    assert status(b"") == (400, "ticketId must be given")
    assert status(b"{") == (400, "The body is not JSON")
    assert status(b"[]") == (400, "The body must be a JSON object")
    assert status(b'{"ticketId": "\xff"}') == (400, "The body is not UTF-8")
    assert status(b'{"tickettId": "1"}') == (400, "tickettId is not a field of this route")
    assert status(b'{"ticketId": "' + b"a" * (1 << 20) + b'"}')[0] == 413


def test_a_snoozed_ticket_waits(office):
    answer = office.post(f"{VOICE}/snooze", {"ticketId": office.tickets["snooze"], "minutes": 20})
    assert answer.status_code == 200
    told = answer.json()
    assert told["ticketId"] == told["id"] == office.tickets["snooze"]
    assert told["callbackStatus"] == "scheduled"
    assert told["scheduledAt"].endswith("Z")
    assert told["callbackExtension"] == "1001"


@pytest.mark.parametrize("minutes", [0, 1441, "ten", 1.5])
def test_minutes_that_cannot_be_are_named(office, minutes):
    answer = office.post(f"{VOICE}/snooze/", {"ticketId": office.tickets["snooze"], "minutes": minutes})
    assert answer.status_code == 400
    assert answer.json()["field"] == "minutes"
    assert answer.json()["error"].startswith("minutes ")


@pytest.mark.parametrize("minutes", ["10", "10.0", "1e1"])
def test_one_number_in_json_is_one_number_however_it_is_written(office, minutes):
    body = f'{{"ticketId": "{office.tickets["snooze"]}", "minutes": {minutes}}}'
    answer = office.post(f"{VOICE}/snooze", content=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("minutes", ["NaN", "Infinity", "01", "10.", '"\\ud800"'])
def test_what_is_no_number_in_json_is_refused(office, minutes):
    body = f'{{"ticketId": "{office.tickets["snooze"]}", "minutes": {minutes}}}'
    assert office.post(f"{VOICE}/snooze", content=body).status_code == 400


def test_a_list_of_nobody_is_refused_by_name(office):
    answer = office.get(f"{VOICE}/pending", params={"userId": ""})
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["field"]) == ("invalid_argument", "userId")
    assert answer.json()["error"].startswith("userId ")


@pytest.mark.parametrize("path", ["snooze", "dismiss"])
def test_a_closed_ticket_is_refused_in_the_companys_language(office, path):
    answer = office.post(f"{VOICE}/{path}", {"ticketId": office.tickets["closed"]})
    assert (answer.status_code, answer.json()) == (409, {"error": "Ticket inválido", "code": "failed_precondition"})


def test_a_dismissed_ticket_stays_open_for_the_department(office):
    answer = office.post(f"{VOICE}/dismiss", {"ticketId": office.tickets["dismiss"]})
    assert answer.status_code == 200
    assert answer.json()["callbackStatus"] == "pending"


def test_a_ticket_of_somebody_else_is_refused(office):
    answer = office.post(f"{VOICE}/dismiss", {"ticketId": office.tickets["colleague"]})
    assert answer.status_code == 403
    assert answer.json()["code"] == "unauthorized"


# --- calls ---


def test_a_click_while_the_phone_is_away_says_why_and_when_to_try_again(office):
    answer = office.post(f"{VOICE}/initiate", {"ticketId": office.tickets["offline"], "userId": 7}, headers=bearer(user="rui"))
    assert answer.status_code == 200
    assert answer.json() == {
        "success": False, "error": "Ramal offline: Ramal não registrado", "shouldRetry": True, "retryAfterSeconds": 30,
    }


def test_a_click_on_a_closed_ticket_is_refused_in_words(office):
    answer = office.post(f"{VOICE}/initiate", {"ticketId": office.tickets["closed"]})
    assert answer.status_code == 200
    assert answer.json() == {"success": False, "error": "Ticket inválido"}


def test_placing_a_call_while_the_phone_is_away_is_busy(office):
    body = {"extension": "1003", "ticketId": office.tickets["offline"], "reason": "x", "domainUuid": DOMAIN_UUID}
    answer = office.post("/api/callback/originate", body, headers=SERVICE)
    assert answer.status_code == 200
    assert answer.json() == {"success": False, "error": "BUSY"}


def test_placing_a_call_in_another_companys_domain_is_not_found(office):
    for domain in (DOMAIN_UUID.replace("0", "1"), "other.local", 5):
        body = {"extension": "1003", "ticketId": office.tickets["offline"], "domainUuid": domain}
        answer = office.post("/callback/originate", body, headers=SERVICE)
        assert (answer.status_code, answer.json()) == (404, {"error": "Domain not found"}), domain


def test_placing_a_call_to_another_number_than_the_tickets_is_refused(office):
    body = {"extension": "1003", "ticketId": office.tickets["offline"], "clientNumber": "18997759999"}
    answer = office.post("/callback/originate", body, headers=SERVICE)
    assert answer.status_code == 400
    assert "clientNumber" in answer.json()["error"]


def test_a_click_calls_the_agent_and_then_the_customer_and_its_result_is_known(office):
    office.pbx.set_registered("1001", True)
    ticket = office.tickets["initiate"]

    def clicked():
        answer = office.post(f"{VOICE}/initiate", {"ticketId": ticket}).json()
        return answer if answer["success"] else None

    answer = eventually(clicked)
    assert answer.keys() == {"success", "callUuid"}
    again = office.post(f"{VOICE}/initiate", {"ticketId": ticket}).json()
    assert again == answer  # one call, whatever is clicked
    eventually(lambda: [entry for entry in office.pbx.log() if entry.kind == "leg_placed" and entry.party == CUSTOMER])
    late = {"ticketId": ticket, "callUuid": answer["callUuid"], "result": "answered", "duration": 5}
    assert office.post(f"{VOICE}/result", late, headers=SERVICE).status_code == 409  # the PBX tells how it ends
    office.pbx.hang_up_phone("1001")


def test_a_service_has_the_call_of_a_ticket_placed_and_hears_how_it_went(office):
    office.pbx.set_registered("1001", True)
    ticket = office.tickets["originate"]
    body = {
        "extension": "1001", "ticketId": ticket, "clientNumber": "18 99775-1235", "reason": "sobre originate",
        "domainUuid": DOMAIN_UUID,
    }

    def placed():
        answer = office.post("/callback/originate", body, headers=SERVICE).json()
        return answer if answer["success"] else None

    answer = eventually(placed)
    assert answer.keys() == {"success", "callUuid"}
    eventually(lambda: [entry for entry in office.pbx.log() if entry.text == f"talking to {OTHER_CUSTOMER}"])
    office.pbx.hang_up_phone("1001")
    told = {"ticketId": ticket, "callUuid": answer["callUuid"], "result": "answered", "duration": 0}

    def ended():
        ending = office.post(f"{VOICE}/result", told, headers=SERVICE)
        return ending if ending.status_code == 200 else None

    done = eventually(ended).json()
    assert done["id"] == done["ticketId"] == ticket
    assert (done["callbackStatus"], done["result"], done["callUuid"]) == ("completed", "answered", answer["callUuid"])
    assert done["callbackNumber"] == OTHER_CUSTOMER
    contradicting = office.post(f"{VOICE}/result", {**told, "result": "busy"}, headers=SERVICE)
    assert (contradicting.status_code, contradicting.json()["code"]) == (409, "conflict")


def test_a_host_reports_how_its_own_call_went(office):
    ticket = office.tickets["result"]
    own = {"ticketId": ticket, "callUuid": "own-call-1", "result": "no_answer", "duration": 0}
    for _ in range(2):  # told twice counts once
        told = office.post(f"{VOICE}/result", own, headers=SERVICE)
        assert told.status_code == 200, told.text
        assert (told.json()["callbackStatus"], told.json()["callbackAttempts"]) == ("scheduled", 1)
        assert (told.json()["result"], told.json()["callUuid"]) == ("no_answer", "own-call-1")
    assert office.post(f"{VOICE}/result", {**own, "result": "answered"}, headers=SERVICE).status_code == 409
    unknown = {"ticketId": ticket, "callUuid": "unknown", "result": "busy", "duration": 0}
    assert office.post(f"{VOICE}/result", unknown, headers=SERVICE).status_code == 404
    wrong = office.post(f"{VOICE}/result", {**unknown, "result": "maybe"}, headers=SERVICE)
    assert wrong.status_code == 400
    assert wrong.json()["field"] == "result"
    long = office.post(f"{VOICE}/result", {**unknown, "duration": 86401}, headers=SERVICE)
    assert long.status_code == 400
    assert long.json()["field"] == "duration"


# --- alerts ---


class Widget:
    """An agent's browser."""

    def __init__(self, url, namespace, given):
        self.alerts = queue.Queue()
        self.answered, self.refused = threading.Event(), False
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", lambda name, data: self.alerts.put((name, data)), namespace=namespace)
        self.client.on("connect", self.answered.set, namespace=namespace)
        self.client.on("connect_error", self._refuse, namespace=namespace)
        self.client.connect(url, namespaces=[namespace], auth={"token": given} if given else None, wait=False)
        assert self.answered.wait(PATIENCE)

    def _refuse(self, *_):
        self.refused = True
        self.answered.set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.disconnect()


def test_an_agent_is_alerted_when_the_phone_is_free(office):
    with Widget(office.server.url, "/acme", token(user="joao")) as joao, Widget(
        office.server.url, "/acme", token(user="rui")
    ) as rui:
        office.pbx.set_registered("1002", True)
        alerts = [joao.alerts.get(timeout=PATIENCE)]
        while alerts[-1][1]["ticket"]["id"] != office.tickets["ready"]:
            alerts.append(joao.alerts.get(timeout=PATIENCE))
        name, data = alerts[-1]
        assert name == "user-joao-callback"
        assert data["action"] == "new_callback"
        assert data["ticket"].pop("waitingMinutes") >= 0
        assert data["ticket"].pop("callbackNumber").startswith("+55189977500")
        assert data["ticket"] == {
            "id": office.tickets["ready"], "callbackReason": "sobre ready", "callbackDepartment": "Vendas",
            "priority": "high", "hasAudio": False, "hasTranscript": False,
        }
        assert rui.alerts.empty()  # somebody else's


@pytest.mark.parametrize(
    ("namespace", "given"),
    [("/acme", None), ("/acme", "nonsense"), ("/acme", token(secret="x" * 32)), ("/other", token())],
)
def test_nobody_else_is_let_in(office, namespace, given):
    with Widget(office.server.url, namespace, given) as widget:
        assert widget.refused
        assert namespace not in widget.client.namespaces


# --- WhatsApp ---


@pytest.mark.parametrize("path", WEBHOOKS)
def test_metas_verification_is_answered_with_its_challenge(office, path):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    answer = office.get(path, params=asked, headers={"Authorization": ""})
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    assert office.get(path, params={**asked, "hub.verify_token": "guess"}).status_code == 403
    assert office.get(path, params={**asked, "hub.mode": "unsubscribe"}).status_code == 403
    assert office.get(path).status_code == 400


@pytest.mark.parametrize("path", WEBHOOKS)
def test_a_signed_webhook_is_taken_as_often_as_it_comes(office, path):
    body = message("Olá 😀")
    for _ in range(2):
        answer = office.post(path, content=body, headers={**signed(body), "Authorization": ""})
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


# Refused, it came again for days, with everything else that was in the same POST.
def test_a_signed_webhook_is_taken_whatever_bytes_are_in_it(office):
    body = message("ola", id="wamid.bytes").replace(b"ola", b"ol\xe1")
    answer = office.post(WEBHOOKS[0], content=body, headers={**signed(body), "Authorization": ""})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("method", "path"), [("POST", WEBHOOKS[0]), ("POST", f"{VOICE}/dismiss")])
def test_a_compressed_body_is_refused(office, method, path):
    body = gzip.compress(message())
    answer = office.http.request(method, path, content=body, headers={**signed(body), "Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert answer.json()["error"]


def test_a_webhook_without_its_signature_is_refused(office):
    body = message()
    for headers in ({}, signed(body, "guess"), signed(body + b" "), {"X-Hub-Signature-256": "sha256=zz"}):
        answer = office.post(WEBHOOKS[0], content=body, headers=headers)
        assert answer.status_code == 401, headers


def test_a_webhook_that_is_nobodys_is_answered_as_meta_wants(office):
    body = message(number="1")
    assert office.post(WEBHOOKS[0], content=body, headers=signed(body)).json() == {"status": "ok"}


def test_a_webhook_that_is_no_json_or_too_large_is_refused(office):
    assert office.post(WEBHOOKS[0], content=b"<xml/>", headers=signed(b"<xml/>")).status_code == 400
    assert office.post(WEBHOOKS[0], content=b"\xff", headers=signed(b"\xff")).status_code == 400
    large = b" " * ((4 << 20) + 1)
    assert office.post(WEBHOOKS[0], content=large, headers=signed(large)).status_code == 413


# --- views ---


def test_health_tells_the_store_and_the_phone_system(office):
    told = eventually(lambda: (h := office.get("/health", headers={"Authorization": ""}).json())["telephony"] == "connected" and h)
    assert told["status"] == "ok"
    assert told["store"] == "ok"
    assert {"queuedOperations", "jobsWaiting", "jobsLate", "jobsDead", "oldestDue"} <= told.keys()
    assert (told["channelsActive"], told["channelsError"]) == (1, 0)


def test_the_queues_tell_the_companys_work_by_kind(office):
    queues = office.get("/api/debug/queues", headers=bearer("admin")).json()["queues"]
    assert queues
    for line in queues:
        assert line.keys() == {"kind", "waiting", "leased", "late", "dead", "oldestDue"}
        assert line["dead"] == 0


def test_what_is_not_served_is_said_in_the_same_form(office):
    answer = office.get("/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/health", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("GET", f"{VOICE}/snooze", "POST"),
        ("HEAD", f"{VOICE}/snooze", "POST"),
        ("PUT", f"{VOICE}/pending/", "GET, HEAD"),
        ("DELETE", WEBHOOKS[0], "GET, HEAD, POST"),
        ("OPTIONS", "/extension/status/1001", "GET, HEAD"),
    ],
)
def test_another_method_is_refused_and_told_which_there_is(office, method, path, allowed):
    answer = office.http.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert method == "HEAD" or answer.json() == {"error": "Method Not Allowed"}


def test_head_is_answered_as_get_without_the_body(office):
    for path in ("/health", "/openapi.json", f"{VOICE}/pending", "/health/"):
        answer = office.http.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path


@pytest.mark.parametrize("path", [f"{VOICE}/pending//", "/health//", "//health", "/webhooks/whatsapp//"])
def test_more_than_one_trailing_slash_is_another_path(office, path):
    assert office.get(office.server.url + path).status_code == 404


def test_the_openapi_document_is_valid_and_names_every_route(office):
    document = office.get("/openapi.json", headers={"Authorization": ""}).json()
    openapi_spec_validator.validate(document)
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "https://desk.example"}]
    served = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    for method, path, _ in LINES:
        assert (method, path.replace("1001", "{extension}")) in served
    assert {("GET", WEBHOOKS[0]), ("POST", WEBHOOKS[0]), ("GET", "/health")} <= served
    snooze = document["paths"][f"{VOICE}/snooze"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert snooze["required"] == ["ticketId"]
    DOCUMENTS.append(document)


DOCUMENTS = []


def test_both_servers_have_the_same_document():
    assert len(DOCUMENTS) == len(OFFICES)
    assert all(document == DOCUMENTS[0] for document in DOCUMENTS)


# --- start and end ---


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
        # A variable that says what the default says is set all the same.
        ({"ESL_HOST": "127.0.0.1"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_PORT": "8021"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_DOMAIN": "pbx"}, ["ESL_PASSWORD: missing"]),
        ({"ESL_DOMAIN": "a b"}, ["ESL_PASSWORD: missing", "ESL_DOMAIN: malformed"]),
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


def test_keys_that_are_rotated_may_have_names_and_one_none(launch):
    server = launch(CREDENTIALS_ENCRYPTION_KEY=f"{'07' * 32},new:{'A' * 43}=").wait_until_listening()
    server.ask_to_end()
    assert server.ended()[0] == 0  # uvicorn may tell of a start that it broke off


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


def in_store(folder, work, **options):
    """Does something in the company's store while no server has it."""
    with sh.Engine(store=required(folder)["DATABASE_URL"], **options) as engine:
        return work(engine.tenant("acme"))


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
    assert httpx.get(f"{server.url}/health", timeout=PATIENCE).json()["store"] == "ok"


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
    assert again.ended()[0] == 0


def refuses_connections(url):
    try:
        httpx.get(f"{url}/health", timeout=1)
    except httpx.ConnectError:
        return True
    except httpx.HTTPError:
        return False
    return False
