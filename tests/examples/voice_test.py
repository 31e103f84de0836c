"""Voice and callbacks: the first table, asked of both servers."""

import pytest

from office import CUSTOMER, DOMAIN_UUID, OTHER_CUSTOMER
from peers import Widget
from servers import PATIENCE, SERVICE, bearer, eventually, token

VOICE = "/api/voice/callback"


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


# A company without a domain of its own read another one's phones, and had them rung.
def test_a_company_without_a_domain_sees_and_rings_nobody_elses_phones(office):
    office.pbx.set_registered("1001", True)
    path, other = "/extension/status/1001", bearer("service", user="", tenant="other")
    eventually(lambda: office.get(path, headers=SERVICE).json()["available"])
    for domain in ("pbx.local", DOMAIN_UUID):
        answer = office.get(path, params={"domain_uuid": domain}, headers=other)
        assert (answer.status_code, answer.json()["field"]) == (404, "domain_uuid"), domain
        body = {"extension": "1001", "ticketId": office.tickets["foreign"], "domainUuid": domain}
        answer = office.post("/callback/originate", body, headers=other)
        assert (answer.status_code, answer.json()["field"]) == (404, "domainUuid"), domain
    assert office.get(path, headers=other).json()["status"] == "offline"
    body = {"extension": "1001", "ticketId": office.tickets["foreign"]}
    before = len(office.pbx.log())
    assert office.post("/callback/originate", body, headers=other).json() == {"success": False, "error": "BUSY"}
    assert not [entry for entry in office.pbx.log()[before:] if entry.kind == "leg_placed"]
    office.pbx.set_registered("1001", False)


def test_an_extension_that_cannot_be_is_named_as_the_route_spells_it(office):
    answer = office.get("/extension/status/jeni", headers=SERVICE)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_argument"
    assert answer.json()["field"] == "extension"


# --- the agent's list ---


def test_the_list_of_a_user_has_the_fields_of_the_widget(office):
    answer = office.get(f"{VOICE}/pending", params={"userId": "rui"}, headers=bearer("supervisor", user="boss"))
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
    assert tickets("supervisor", "boss", userId="ana").isdisjoint({office.tickets["offline"]})  # the department's
    foreign = office.get(f"{VOICE}/pending/", params={"userId": "joao"}, headers=bearer("agent", user="rui"))
    assert (foreign.status_code, foreign.json()["code"]) == (403, "unauthorized")
    assert office.tickets["offline"] not in tickets("supervisor", "boss", userId="joao")


def test_nothing_of_another_company_is_seen(office):
    answer = office.get(f"{VOICE}/pending", headers=bearer("admin", user="eve", tenant="other"))
    assert [row["ticketId"] for row in answer.json()["callbacks"]] == [office.tickets["foreign"]]


def test_the_list_has_as_many_rows_as_are_asked_for(office):
    boss = bearer("supervisor", user="boss")
    everything = office.get(f"{VOICE}/pending", headers=boss).json()
    assert len(everything["callbacks"]) > 2
    some = office.get(f"{VOICE}/pending", params={"limit": 2}, headers=boss).json()
    assert some["callbacks"] == everything["callbacks"][:2]
    assert some["badge"] == everything["badge"]
    for limit in ("0", "1001", "two", "٣"):
        refused = office.get(f"{VOICE}/pending", params={"limit": limit}, headers=boss)
        assert (refused.status_code, refused.json()["field"]) == (400, "limit"), limit


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
    # Announced to the department at once where nobody of it has a phone to wait for.
    assert answer.json()["callbackStatus"] in ("pending", "notified")


def test_a_ticket_of_somebody_else_is_refused(office):
    answer = office.post(f"{VOICE}/dismiss", {"ticketId": office.tickets["colleague"]})
    assert answer.status_code == 403
    assert answer.json()["code"] == "unauthorized"


# Express took a list for the ticket in it, and answered 500 to one that was nested deeply.
@pytest.mark.parametrize("value", ["[]", '["{ticket}"]', "{}", '{"id": "{ticket}"}', "[" * 100_000 + "]" * 100_000])
def test_a_list_or_an_object_is_no_ticket(office, value):
    body = '{"ticketId": ' + value.replace("{ticket}", office.tickets["snooze"]) + "}"
    answer = office.post(f"{VOICE}/snooze", content=body)
    assert answer.status_code == 400
    assert answer.json() == {"error": "The body's members must be texts, numbers, booleans or null"}


def test_a_ticket_that_cannot_be_is_named_as_the_route_spells_it(office):
    answer = office.post(f"{VOICE}/snooze", {"ticketId": "a\0b"})
    assert answer.status_code == 400
    assert answer.json()["field"] == "ticketId"


# --- calls ---


def test_a_click_while_the_phone_is_away_says_why_and_when_to_try_again(office):
    answer = office.post(f"{VOICE}/initiate", {"ticketId": office.tickets["offline"], "userId": 7}, headers=bearer(user="rui"))
    assert answer.status_code == 200
    assert answer.json() == {
        "success": False, "error": "Ramal offline: Ramal não registrado", "shouldRetry": True, "retryAfterSeconds": 30,
    }


def test_a_click_on_a_phone_that_turns_out_to_be_taken_says_so(office):
    office.pbx.set_registered("1004", True)
    ticket = office.tickets["taken"]

    def clicked():
        answer = office.post(f"{VOICE}/initiate", {"ticketId": ticket}, headers=bearer("supervisor", user="boss")).json()
        return answer if not answer.get("error", "").startswith("Ramal offline") else None

    assert eventually(clicked) == {
        "success": False, "error": "Ramal ficou ocupado. Tentando novamente em 30 segundos...",
        "shouldRetry": True, "retryAfterSeconds": 30,
    }
    placed = office.post("/callback/originate", {"extension": "1004", "ticketId": ticket}, headers=SERVICE)
    assert placed.json() == {"success": False, "error": "BUSY"}
    office.pbx.set_registered("1004", False)


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
    for domain, status in ((DOMAIN_UUID.replace("0", "1"), 404), ("other.local", 404), (5, 400)):
        body = {"extension": "1003", "ticketId": office.tickets["offline"], "domainUuid": domain}
        answer = office.post("/callback/originate", body, headers=SERVICE)
        assert (answer.status_code, answer.json()["field"]) == (status, "domainUuid"), domain


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
    [
        ("/acme", None), ("/acme", "nonsense"), ("/acme", token(secret="x" * 32)), ("/other", token()),
        ("/acme", token("contact", user="joao")),  # was sent an agent's alerts
    ],
)
def test_nobody_else_is_let_in(office, namespace, given):
    with Widget(office.server.url, namespace, given) as widget:
        assert widget.refused
        assert namespace not in widget.client.namespaces
