"""Twilio's signatures and tokens and Meta's webhooks, without an engine."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timezone

import pytest

import smarthandoff as sh
from smarthandoff import twilio, whatsapp

from conftest import DATA


def data(name):
    return json.loads((DATA / "twilio" / name).read_text())


SIGNATURES = data("request_signatures.json")
TOKENS = data("access_tokens.json")["tokens"]
SAMPLES = [
    json.loads(path.read_text())
    for path in sorted((DATA / "twilio" / "webhooks").glob("*.json"))
    if path.name != "taskrouter_instructions.json"
]


@pytest.mark.parametrize("row", SIGNATURES["form"], ids=lambda row: row["name"])
def test_forms_are_signed_and_accepted(row):
    assert twilio.sign(row["auth_token"], row["url"], row["params"]) == row["signature"]
    form = "application/x-www-form-urlencoded"
    assert twilio.validate(row["auth_token"], row["signature"], row["url"], row["form_body"], form) is True
    assert twilio.validate(row["auth_token"], row["signature"], row["url"], row["form_body"] + "&x=1", form) is False


@pytest.mark.parametrize("row", SIGNATURES["json"], ids=lambda row: row["name"])
def test_json_is_taken_as_text_or_bytes(row):
    for body in (row["body"], row["body"].encode()):
        assert twilio.validate(row["auth_token"], row["signature"], row["url"], body, "application/json") is True
    assert twilio.validate("wrong", row["signature"], row["url"], row["body"], "application/json") is False


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["about"])
def test_samples_are_accepted(sample):
    headers = sample["headers"]
    assert twilio.validate(
        token=sample["auth_token"],
        signature=headers["X-Twilio-Signature"],
        url=sample["url"],
        body=sample.get("body", "").encode(),
        content_type=headers.get("Content-Type", ""),
    )


@pytest.mark.parametrize("issued_at", [1700000000, datetime.fromtimestamp(1700000000, timezone.utc)])
def test_a_token_of_the_voice_sdk(issued_at):
    row = TOKENS[0]
    token = twilio.access_token(
        row["account_sid"], row["key_sid"], row["secret"], "agent_01", 3600, issued_at, True, "AP" + "c" * 32, ""
    )
    assert token == row["jwt"]
    regional = twilio.access_token(
        row["account_sid"], row["key_sid"], row["secret"], "agent_01", 3600, issued_at, region="ie1"
    )
    header = regional.split(".")[0]
    assert json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["twr"] == "ie1"


def test_wrong_arguments_are_refused_by_name():
    row = TOKENS[0]
    given = dict(
        account_sid=row["account_sid"], key_sid=row["key_sid"], key_secret=row["secret"], identity="a", ttl=60,
        issued_at=1700000000,
    )
    for name, value in (
        ("account_sid", "AC"), ("key_sid", ""), ("key_secret", ""), ("identity", ""), ("ttl", 90000), ("ttl", "60"),
        ("issued_at", "now"), ("issued_at", -1), ("issued_at", datetime(2026, 1, 1)), ("region", "!"),
    ):
        with pytest.raises(sh.InvalidArgument) as caught:
            twilio.access_token(**{**given, name: value})
        assert f'"{name}"' in caught.value.message
        assert "s3cr3t" not in caught.value.message
    for call in (
        lambda: twilio.sign("", "https://x.y/"),
        lambda: twilio.sign("1", "x.y"),
        lambda: twilio.sign("1", "https://x.y/", {"a": 1}),
        lambda: twilio.sign("1", "https://x.y/", {"a": ["b", 1]}),
        lambda: twilio.validate("1", "", "https://x.y/", 5),
        lambda: twilio.validate("1", "", "https://x.y/", b"a" * 10_000_000),
    ):
        with pytest.raises(sh.InvalidArgument):
            call()


def test_whatsapp_is_checked_and_read_without_an_engine():
    body = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": "1",
                    "changes": [
                        {
                            "field": "messages",
                            "value": {
                                "metadata": {"phone_number_id": "2"},
                                "contacts": [{"wa_id": "5518", "profile": {"name": "Ana"}}],
                                "messages": [
                                    {"id": "wamid.1", "from": "5518", "timestamp": "1700000000", "type": "text",
                                     "text": {"body": "olá 👍"}}
                                ],
                                "statuses": [{"id": "wamid.0", "status": "read", "timestamp": "1700000001"}],
                            },
                        }
                    ],
                }
            ],
        }
    )
    signature = "sha256=" + hmac.new(b"secret", body.encode(), hashlib.sha256).hexdigest()
    assert whatsapp.validate("secret", signature, body) is True
    assert whatsapp.validate("secret", signature, body.encode()) is True
    assert whatsapp.validate("secret", signature, body + " ") is False
    assert whatsapp.validate("", signature, body) is False
    assert whatsapp.parse(body) == whatsapp.parse(body.encode())
    (change,) = whatsapp.parse(body).changes
    assert (change.waba_id, change.phone_number_id) == ("1", "2")
    message = next(item.message for item in change.items if item.kind == "message")
    assert (message.text, message.profile_name, message.from_number) == ("olá 👍", "Ana", "5518")
    status = next(item.status for item in change.items if item.kind == "status")
    assert (status.peer_id, status.status) == ("wamid.0", "read")
    with pytest.raises(sh.InvalidArgument):
        whatsapp.parse("[]")


NUMBER = {
    "kind": "number", "number": "+15558675310", "url": "/whisper", "method": "GET", "status_callback": "/st",
    "status_callback_event": ["initiated", "ringing", "answered", "completed"], "status_callback_method": "POST",
    "send_digits": "ww1", "machine_detection": "Enable", "amd_status_callback": "/amd",
}
GOLDEN = {
    "empty": [],
    "say escapes": [{"kind": "say", "text": "Hola & <adiós> \"x\" 'y' 👍", "voice": "Polly.Lupe", "language": "es-US", "loop": 2}],
    "dial number whisper": [
        {
            "kind": "dial", "action": "/dial?x=1&y=2", "method": "POST", "timeout": 20, "time_limit": 3600,
            "caller_id": "+15551112222", "answer_on_bridge": True, "record": "record-from-answer-dual",
            "recording_status_callback": "/rec", "hangup_on_star": True,
            "recording_status_callback_event": ["in-progress", "completed", "absent"],
            "targets": [NUMBER, {"kind": "client", "identity": "joey", "status_callback": "/st"}],
        }
    ],
    "dial client with identity and parameter": [
        {"kind": "dial", "targets": [{"kind": "client", "identity": "user_jane", "parameters": {"FirstName": "Jane"}}]}
    ],
    "dial queue": [
        {
            "kind": "dial",
            "targets": [
                {"kind": "queue", "name": "support", "url": "/about_to_connect", "reservation_sid": "WR1",
                 "post_work_activity_sid": "WA1"}
            ],
        }
    ],
    "enqueue task": [
        {
            "kind": "enqueue", "workflow_sid": "WW1", "action": "/deq", "wait_url": "/wait", "wait_url_method": "GET",
            "task": {"attributes": '{"skill":"es","name":"José"}', "priority": 5, "timeout": 300},
        }
    ],
    "leave": [{"kind": "leave"}],
    "gather": [
        {
            "kind": "gather", "input": ["dtmf", "speech"], "action": "/g", "num_digits": 1, "timeout": 4,
            "finish_on_key": "", "hints": "uno, dos", "language": "es-MX", "speech_timeout": "auto",
            "action_on_empty_result": True, "partial_result_callback": "/p", "speech_model": "phone_call",
            "prompts": [
                {"kind": "say", "text": "Press 1"}, {"kind": "pause", "length": 1},
                {"kind": "play", "url": "https://e.x/a.mp3"},
            ],
        },
        {"kind": "redirect", "url": "/again?a=1&b=2", "method": "POST"},
    ],
    "reject/hangup": [{"kind": "reject", "reason": "busy"}, {"kind": "hangup"}],
    "connect stream": [
        {
            "kind": "connect", "action": "/after",
            "stream": {"url": "wss://example.com/ws", "name": "s1", "track": "inbound_track", "status_callback": "/ss",
                       "parameters": {"k": 'v&"<>'}},
        }
    ],
}


@pytest.mark.parametrize("name", GOLDEN)
def test_documents_mean_the_same_as_those_of_twilios_package(name):
    from xml.etree import ElementTree

    def meaning(element):
        return element.tag, element.attrib, element.text, [meaning(child) for child in element]

    golden = {row["name"]: row["xml"] for row in data("twiml.json")["documents"]}[name]
    ours = twilio.twiml(GOLDEN[name])
    assert meaning(ElementTree.fromstring(ours)) == meaning(ElementTree.fromstring(golden))


def test_a_wrong_verb_is_refused_by_its_place():
    with pytest.raises(sh.InvalidArgument) as caught:
        twilio.twiml([{"kind": "hangup"}, {"kind": "pause", "length": 0}])
    assert '"verbs[1].length"' in caught.value.message
