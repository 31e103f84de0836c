"""What Meta calls: its verification, and its messages and statuses."""

from typing import Any

from table import Call, Field, Route

PATHS = ("/webhooks/whatsapp/", "/api/v1/webhooks/whatsapp/")
MAX_WEBHOOK = 4 << 20


async def receive(call: Call) -> dict[str, Any]:
    call.fields.setdefault("signature", "")  # none is a wrong one
    await WEBHOOK.operate(call)
    return {"status": "ok"}


CHALLENGE = Route(
    "GET", PATHS, "messaging.challenge",
    (
        Field("hub.mode", "mode", "query"),
        Field("hub.verify_token", "verify_token", "query"),
        Field("hub.challenge", "challenge", "query"),
    ),
    {"": "challenge"}, access="open",
)
WEBHOOK = Route(
    "POST", PATHS, "messaging.webhook",
    (
        Field("body", "body", "raw", "what Meta posts, byte for byte"),
        Field("X-Hub-Signature-256", "signature", "header", "sha256= and the HMAC of the body"),
    ),
    {"status": ("string", "ok, whatever was in it")}, access="signature", handle=receive, max_body=MAX_WEBHOOK, refused=401,
)

ROUTES = (CHALLENGE, WEBHOOK)
