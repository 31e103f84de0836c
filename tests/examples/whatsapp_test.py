"""What Meta calls, asked of both servers."""

import gzip

import pytest

from peers import WEBHOOKS, message, signed

VOICE = "/api/voice/callback"


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
