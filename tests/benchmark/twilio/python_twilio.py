"""Webhooks parsed and checked, and documents written, per second of one Python thread: python_twilio.py SAMPLE.json SECONDS

Measures this library, or with the word ``peer`` PyPI's twilio; prints a line of JSON.
"""

import json
import pathlib
import sys
import time
import urllib.parse
from typing import Any, Callable

SAMPLE = json.loads(pathlib.Path(sys.argv[1]).read_text())
SECONDS = float(sys.argv[2])
SIGNATURE = SAMPLE["headers"]["X-Twilio-Signature"]
BODY, URL = SAMPLE["body"], SAMPLE["url"]


def per_second(work: Callable[[], Any]) -> float:
    """Of the processor's time: what else the machine does is left out."""
    begun = time.process_time()
    count = 0
    while (passed := time.process_time() - begun) < SECONDS:
        for _ in range(200):
            if not work():
                raise RuntimeError("a benchmark whose answer is wrong")
        count += 200
    return count / passed


def ours() -> dict[str, float]:
    from smarthandoff import twilio

    verbs = lambda: [  # noqa: E731
        {
            "kind": "gather",
            "prompts": [
                {
                    "kind": "say",
                    "text": "Para falar com o financeiro, digite 1. Para voltar, digite 2.",
                    "voice": "Polly.Camila",
                    "language": "pt-BR",
                }
            ],
            "input": ["dtmf", "speech"],
            "action": "https://example.com/voice/gather?call=1&step=2",
            "method": "POST",
            "num_digits": 1,
            "timeout": 5,
        },
        {
            "kind": "dial",
            "targets": [
                {
                    "kind": "number",
                    "number": "+5518997751234",
                    "url": "https://example.com/voice/whisper",
                    "status_callback": "https://example.com/voice/status",
                }
            ],
            "action": "https://example.com/voice/dial",
            "timeout": 20,
            "caller_id": "+551140001234",
            "answer_on_bridge": True,
        },
        {"kind": "redirect", "url": "https://example.com/voice/again?a=1&b=2", "method": "POST"},
    ]
    token, content_type = SAMPLE["auth_token"], SAMPLE["headers"]["Content-Type"]
    return {
        "check": per_second(lambda: twilio.validate(token, SIGNATURE, URL, BODY, content_type)),
        "twiml": per_second(lambda: twilio.twiml(verbs())),
    }


def peer() -> dict[str, float]:
    from twilio.request_validator import RequestValidator
    from twilio.twiml.voice_response import Gather, VoiceResponse

    validator = RequestValidator(SAMPLE["auth_token"])

    def check() -> bool:
        return validator.validate(URL, dict(urllib.parse.parse_qsl(BODY, keep_blank_values=True)), SIGNATURE)

    def document() -> str:
        response = VoiceResponse()
        gather = Gather(
            input="dtmf speech", action="https://example.com/voice/gather?call=1&step=2", method="POST", num_digits=1, timeout=5
        )
        gather.say(
            "Para falar com o financeiro, digite 1. Para voltar, digite 2.", voice="Polly.Camila", language="pt-BR"
        )
        response.append(gather)
        dial = response.dial(
            action="https://example.com/voice/dial", timeout=20, caller_id="+551140001234", answer_on_bridge=True
        )
        dial.number(
            "+5518997751234",
            url="https://example.com/voice/whisper",
            status_callback="https://example.com/voice/status",
        )
        response.redirect("https://example.com/voice/again?a=1&b=2", method="POST")
        return str(response)

    return {"check": per_second(check), "twiml": per_second(document)}


print(json.dumps(peer() if sys.argv[3:] == ["peer"] else ours()))
