"""Twilio: what it asks and tells while people talk, and the calls of agents."""

import asyncio
import contextlib
import re
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, AsyncIterator

import smarthandoff as sh
from fastapi.responses import JSONResponse, Response, StreamingResponse

from auth import Refused
from table import Call, Field, Route, number, plain

NEEDS = "TWILIO_ACCOUNT_SID"
MAX_WEBHOOK = 4 << 20
PAGE = 100
FORBIDDEN = "forbidden"  # the cause of a call that the contact gate stopped while it waited for its turn
ORDER_SECONDS = 5  # for Twilio to say that it has a call
FORM, XML = "application/x-www-form-urlencoded", "application/xml"


# --- what Twilio posts ---


async def hear(call: Call) -> Response:
    """Hands over what came as it came, and answers what the operation says."""
    scope = call.request.scope
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    url = call.request.app.state.host.settings.public_url + path + ("?" + query if query else "")
    call.fields.setdefault("signature", "")  # none is a wrong one
    told = {**call.fields, "url": url, "content_type": call.request.headers.get("content-type", "")}
    group, name = call.route.operation.split(".")
    answer = await getattr(getattr(call.tenant, group), name)(**told)
    if answer.status == 403:
        raise Refused(403, f"The signature does not fit {url} and the account's token")
    return Response(answer.body, answer.status, media_type=answer.content_type)


WEBHOOK = (
    Field("body", "body", "raw", "what Twilio posts, byte for byte"),
    Field("X-Twilio-Signature", "signature", "header", "of the public URL and the body, with the account's token"),
    Field("I-Twilio-Idempotency-Token", "idempotency_token", "header"),
)


def webhook(operation: str, *paths: str, answer: dict[str, Any] | None = None, produces: str = "") -> Route:
    """A route of Twilio's; what it hears are documents where nothing else is said."""
    return Route(
        "POST", paths, operation, WEBHOOK, answer or {"": "body"}, access="signature", handle=hear, max_body=MAX_WEBHOOK,
        needs=NEEDS, consumes=FORM, produces=produces or ("" if answer else XML),
    )


RECEIVED = {"status": ("string", "received")}
INSTRUCTION = {
    "instruction": ("string", "accept, reject or dequeue"),
    "to": ("string", "who is rung"),
    "from": ("string", "by which number"),
    "timeout": ("integer", "seconds of ringing"),
}
WEBHOOKS = (
    webhook("voice.incoming", "/voice"),
    webhook("voice.status", "/call_status", "/webhooks/call-status", answer=RECEIVED),
    webhook("voice.detection", "/webhooks/amd-result", answer={"status": ("string", "processed")}),
    webhook("voice.recording", "/webhooks/recording", answer=RECEIVED),
    webhook("voice.message", "/webhooks/voicemail", answer=RECEIVED),
    webhook("voice.disclaimer", "/voice/disclaimer"),
    webhook("voice.script", "/voice/twiml"),
    webhook("voice.machine", "/voice/machine"),
    webhook("voice.dial", "/voice/dial-with-whisper"),
    webhook("voice.whisper", "/voice/whisper"),
    webhook("voice.overflow", "/voice/incoming"),
    webhook("voice.wait", "/voice/wait-music"),
    webhook("voice.connect", "/voice/connect-queue"),
    webhook("voice.connected", "/voice/connected"),
    webhook("voice.queue_result", "/voice/queue-result"),
    webhook("voice.follow", "/voice/dial-with-failover"),
    webhook("voice.failover", "/voice/failover-check"),
    webhook("voice.voicemail", "/voice/voicemail"),
    webhook("taskrouter.event", "/taskrouter_event", produces="application/json"),
    webhook("taskrouter.assignment", "/assignment", answer=INSTRUCTION),
)


# --- what agents ask ---


async def agent_of_user(tenant: Any, user: Any) -> str:
    return str((await tenant.agents.get(user_id=user)).id)


async def make_call(call: Call) -> Response:
    """Who asks talks to the person, if nobody else is named and they are an agent."""
    if "agent_id" not in call.fields and call.caller.user:
        try:
            call.fields["agent_id"] = await agent_of_user(call.tenant, call.caller.user)
        except sh.NotFound:
            pass  # whoever takes the queue's next
    placed = await call.route.operate(call)
    if placed.call is None:
        return JSONResponse(refusal(placed), 409)
    made = await ordered(call.tenant, placed.call)
    if made.stage == "ended" and not made.sid and made.cause == FORBIDDEN:
        return JSONResponse(refusal(await decision_of(call, made)), 409)
    if made.stage == "ended" and not made.sid:
        raise Refused(502, f"The call was not placed: {made.cause}")
    answer = {"callSid": made.sid or None, "from": made.from_number, "id": made.id}
    return JSONResponse(answer, 200 if made.sid else 202)


async def decision_of(call: Call, made: Any) -> Any:
    """The contact gate's, when the call's turn had come."""
    tenant = call.request.app.state.host.engine.tenant(call.caller.tenant)  # decisions are no agent's to list
    return (await tenant.gate.decisions(reference=made.id, limit=1)).decisions[0].decision


def refusal(placed: Any) -> dict[str, Any]:
    return {
        "error": "; ".join(reason.detail or reason.name for reason in placed.reasons),
        "code": "failed_precondition",
        "reasons": [reason.name for reason in placed.reasons],
        "nextAllowed": plain(placed.next_allowed),
    }


async def ordered(tenant: Any, call: Any) -> Any:
    """The call when Twilio has it, or when that takes too long: then it may still come."""
    end = asyncio.get_running_loop().time() + ORDER_SECONDS
    while not call.sid and call.stage != "ended" and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.05)
        call = await tenant.calls.get(call_id=call.id)
    return call


def ends_of(period: str) -> list[str]:
    ends = period.split("/")
    if len(ends) != 2 or not all(re.fullmatch(r"([0-9-]{10}(T[0-9:]{5,8}Z)?)?", end) for end in ends):
        raise Refused(400, "period must be two days or instants, e.g. 2026-11-01/2026-12-01T12:00Z", "period")
    return ends


def instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=timezone.utc) if text else None
    except ValueError:
        raise Refused(400, f"period must be of the calendar: {text} is not", "period") from None


async def user_of(tenant: Any, agent: Any) -> str | None:
    return str((await tenant.agents.get(agent_id=agent)).user_id) if agent else None


async def recent(call: Call) -> dict[str, Any]:
    if "period" in call.own:
        call.fields["since"], call.fields["until"] = (instant(text) for text in ends_of(call.own["period"]))
    page = await call.route.operate(call)
    answer = call.route.spelled(page)
    ids = {one.agent_id for one in page.calls}
    users = {id: await user_of(call.tenant, id) for id in ids}
    for row in answer["calls"]:
        row["agent"] = users[row["agent"]]
    return {**answer, "next": answer["calls"][-1]["id"] if len(answer["calls"]) == PAGE else None}


def call_key(asked: str) -> dict[str, str]:
    return {"sid" if re.fullmatch("CA[0-9a-fA-F]{32}", asked) else "call_id": asked}


async def one_call(call: Call) -> dict[str, Any]:
    call.fields.update(call_key(call.own["id"]))
    found = await call.route.operate(call)
    answer = call.route.spelled(found)
    answer["call"]["agent"] = await user_of(call.tenant, found.agent_id)
    return answer


class Playing(StreamingResponse):
    """To a player that hears on when the server ends no more is said, and nothing of it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # by nobody but the server
            await super().__call__(scope, receive, send)


async def recording(call: Call) -> Response:
    """What the player asks for of the audio; all of it, piece by piece, for one that asks for no part."""
    call.fields["call_id"] = (await call.tenant.calls.get(**call_key(call.own["id"]))).id
    audio = await call.route.operate(call)
    headers = {"Accept-Ranges": audio.accept_ranges, "Content-Type": audio.content_type}
    if audio.status == 206 and "range" not in call.fields:
        headers["Content-Length"] = str(audio.total)
        return Playing(pieces(call, audio), 200, headers)
    if audio.content_range:
        headers["Content-Range"] = audio.content_range
    return Response(audio.body, audio.status, {name: value for name, value in headers.items() if value})


async def pieces(call: Call, audio: Any) -> AsyncIterator[bytes]:
    sent, total = 0, audio.total
    while True:
        yield audio.body
        sent += len(audio.body)
        if sent >= total:
            return
        call.fields["range"] = f"bytes={sent}-"
        audio = await call.route.operate(call)


async def token(call: Call) -> dict[str, Any]:
    """An agent's first token makes their line: by it their browser is rung."""
    host = call.request.app.state.host
    if not host.settings["TWILIO_API_KEY"]:
        raise Refused(503, "TWILIO_API_KEY is not set: there are no access tokens")
    if not call.caller.user:
        raise Refused(403, "An access token is for an agent, and a service is none")
    agent = await agent_of_user(call.tenant, call.caller.user)
    try:
        await call.tenant.lines.get(agent_id=agent)
    except sh.NotFound:
        await host.engine.tenant(call.caller.tenant).lines.set(agent_id=agent)
    call.fields["agent_id"] = agent
    return call.route.spelled(await call.route.operate(call))


AGENT = Field("agent", "agent_id", doc="the user id of an agent", read=agent_of_user)
CALL = {
    "id": "id",
    "callSid": "sid",
    "direction": "direction",
    "status": "status",
    "agent": "agent_id",
    "from": "from_number",
    "to": "to_number",
    "seconds": "seconds",
    "cost": "cost",
    "currency": "currency",
    "answeredBy": "answered_by",
    "cause": "cause",
    "startedAt": "started_at",
    "answeredAt": "answered_at",
    "endedAt": "ended_at",
}
RECORDING = {f"recording.{name}": f"recording.{name}" for name in ("sid", "status", "seconds", "channels")}

PLACED = {
    "callSid": ("string?", "Twilio's; null with the status 202: not known yet"),
    "from": ("string", "by which number"),
    "id": ("string", "of /calls/{id}"),
}
FORBIDDING = {
    "error": ("string", "why they must not be called"),
    "code": ("string", "failed_precondition"),
    "reasons[]": ("string", "the contact gate's"),
    "nextAllowed": ("string?", "from when on they may be called; null: not known"),
}
MAKE_CALL = Route(
    "POST", ("/make_call",), "calls.place",
    (
        Field("to", "to", required=True),
        replace(AGENT, doc="the user id of the agent who talks to them; none: who asks, if they are an agent"),
    ),
    PLACED, {202: PLACED, 409: FORBIDDING}, handle=make_call, needs=NEEDS,
)
CALLS = Route(
    "GET", ("/calls",), "calls.list",
    (
        Field("period", place="query", doc="two days or instants in UTC, e.g. 2026-11-01/2026-12-01; one may be missing"),
        Field("status", "status", "query"),
        replace(AGENT, place="query"),
        Field("page", "after", "query", "`next` of the page before"),
    ),
    {
        **{f"calls[].{name}": f"calls[].{field}" for name, field in (CALL | RECORDING).items()},
        "next": ("string?", "the next page; null: there is none"),
    },
    summary="The calls, the newest first, 100 on a page.", handle=recent, needs=NEEDS,
)
ONE_CALL = Route(
    "GET", ("/calls/{id}",), "calls.get", (Field("id", place="path", doc="of the call, or its CallSid"),),
    {**{f"call.{name}": field for name, field in CALL.items()}, **RECORDING}, handle=one_call, needs=NEEDS,
)
AUDIO = Route(
    "GET", ("/calls/{id}/recording",), "recordings.audio",
    (Field("id", place="path", doc="of the call, or its CallSid"), Field("Range", "range", "header")),
    {"": "body"}, handle=recording, needs=NEEDS, produces="audio/x-wav",
)
TOKEN = Route(
    "GET", ("/token",), "lines.token", (Field("ttl", "ttl", "query", read=number),), {"token": "token", "identity": "identity", "expiresAt": "expires_at"},
    handle=token, needs=NEEDS,
)

ROUTES = (*WEBHOOKS, MAKE_CALL, CALLS, ONE_CALL, AUDIO, TOKEN)
