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
