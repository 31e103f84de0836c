"""What holds for every route of both servers: who may ask, other methods and paths, the views, openapi.json."""

import openapi_spec_validator
import pytest

from peers import WEBHOOKS
from servers import SERVICE, bearer, eventually, token

VOICE = "/api/voice/callback"
DOCUMENTS = []
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


# Each was taken by one server only.
@pytest.mark.parametrize("claims", [{"aud": "desk"}, {"iat": 4_000_000_000}, {"iat": "today"}, {"jti": 5}, {"iss": "host"}])
def test_claims_that_say_nothing_here_do_no_harm(office, claims):
    assert office.get(f"{VOICE}/pending", headers=bearer(**claims)).status_code == 200


def test_paths_are_what_they_are(office):
    for path in ("/HEALTH", "/API/voice/callback/pending"):
        assert office.get(path).status_code == 404, path


# --- views ---


def test_health_tells_the_store_and_the_phone_system(office):
    told = eventually(lambda: (h := office.get("/health", headers={"Authorization": ""}).json())["telephony"] == "connected" and h)
    assert told["status"] == "ok"
    assert told["store"] == "ok"
    assert (told["channelsActive"], told["channelsError"], told["credentials"]) == (1, 0, "ok")
    assert {"queuedOperations", "jobsWaiting", "jobsLeased", "jobsLate", "jobsDead", "oldestDue"} <= told.keys()
    assert told["unknownWebhooks"] >= 0


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
    assert document == DOCUMENTS[0]  # of both servers
