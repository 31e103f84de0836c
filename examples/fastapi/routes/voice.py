"""Voice and callbacks: the first table of the API."""

from typing import Any

import smarthandoff as sh

from auth import Refused
from table import Call, Field, Route, number

MAX_ROWS = 1000  # that the operation answers at once


async def callback_of_ticket(tenant: Any, ticket_id: Any) -> str:
    try:
        ticket = await tenant.tickets.get(ticket_id=str(ticket_id))
    except sh.NotFound:
        raise Refused(404, "Ticket not found") from None
    if not ticket.callback_id:
        raise Refused(404, "Ticket not found")
    return str(ticket.callback_id)


async def click(call: Call) -> tuple[Any, str]:
    """The outcome, or none and the sentence or word of the refusal."""
    try:
        return await call.tenant.callbacks.initiate(**call.fields), ""
    except sh.FailedPrecondition as error:
        known = error.details.get("say") or error.details.get("reason", "").upper()
        if not known:
            raise
        return None, known


async def initiate(call: Call) -> dict[str, Any]:
    outcome, refusal = await click(call)
    if outcome is None:
        return {"success": False, "error": refusal}
    if outcome.success:
        return {"success": True, "callUuid": outcome.call_id}
    answer = {"success": False, "error": outcome.reason or str(outcome.end or outcome.stage)}
    if outcome.retry_after is not None:
        answer |= {"shouldRetry": True, "retryAfterSeconds": outcome.retry_after}
    return answer


async def originate(call: Call) -> dict[str, Any]:
    if "clientNumber" in call.own:
        await check_number(call)
    outcome, refusal = await click(call)
    if outcome is None:
        return {"success": False, "error": refusal}
    if outcome.success:
        return {"success": True, "callUuid": outcome.call_id}
    words = {"unavailable": "BUSY", "agent_busy": "BUSY", "agent_unanswered": "BUSY", "no_route": "NO_ROUTE"}
    return {"success": False, "error": words.get(str(outcome.end)) or outcome.reason or str(outcome.end or outcome.stage)}


async def check_number(call: Call) -> None:
    """Nobody else is called than who asked for it."""
    callback = await call.tenant.callbacks.get(callback_id=call.fields["callback_id"])
    if call.tenant.understand.phone(str(call.own["clientNumber"])).e164 != callback.number:
        raise Refused(400, "clientNumber is not the number of this ticket", "clientNumber")


async def pending(call: Call) -> dict[str, Any]:
    if "userId" in call.own:
        if not call.own["userId"]:
            raise Refused(400, "userId must not be empty", "userId")
        try:
            agent = await call.tenant.agents.get(user_id=call.own["userId"])
        except sh.NotFound:
            agent = None
        if agent is None or not (agent.extension or agent.department):
            return {"callbacks": [], "badge": 0}
        call.fields.update({"extension": agent.extension} if agent.extension else {"department": agent.department})
    call.fields.setdefault("limit", MAX_ROWS)
    return PENDING.spelled(await PENDING.operate(call))


TICKET = Field("ticketId", "callback_id", doc="the callback's ticket", required=True, read=callback_of_ticket)
CALLBACK = {
    "id": "ticket_id",
    "ticketId": "ticket_id",
    "callbackNumber": "number",
    "callbackReason": "reason",
    "callbackDepartment": "department",
    "callbackExtension": "extension",
    "callbackStatus": "status",
    "callbackAttempts": "attempts",
    "callbackMaxAttempts": "max_attempts",
    "scheduledAt": "scheduled_at",
    "priority": "priority",
    "callUuid": "callback_call_id",
    "result": "result",
    "duration": "talk_seconds",
}
IN_LIST = ("id", "ticketId", "callbackNumber", "callbackReason", "callbackDepartment", "scheduledAt", "priority")
OUTCOME = {
    "success": "success",
    "callUuid": "call_id",
    "error": ("string", "why not; BUSY and NO_ROUTE are words, all else is text"),
}

STATUS = Route(
    "GET", ("/extension/status/{extension}", "/api/extension/status/{extension}"), "extensions.status",
    (
        Field("extension", "extension", "path"),
        Field("domain_uuid", "domain", "query", "one of the company's PBX domains, by name or UUID"),
    ),
    {"extension": "extension", "status": "state", "available": "available", "reason": "reason"},
    access="service",
)
ORIGINATE = Route(
    "POST", ("/callback/originate", "/api/callback/originate"), "callbacks.initiate",
    (
        Field("extension", "extension"),
        TICKET,
        Field("clientNumber", doc="if given, it must be the ticket's"),
        Field("reason", doc="known from the ticket"),
        Field("domainUuid", "domain", doc="if given, it must be one of the company's"),
    ),
    OUTCOME, access="service", summary="Places the call.", handle=originate,
)
INITIATE = Route(
    "POST", ("/api/voice/callback/initiate",), "callbacks.initiate",
    (TICKET, Field("userId", doc="known from the token")),
    {
        **OUTCOME,
        "error": ("string", "why not, for the agent"),
        "shouldRetry": ("boolean", "trying again makes sense"),
        "retryAfterSeconds": ("integer", "and when"),
    },
    handle=initiate,
)
RESULT = Route(
    "POST", ("/api/voice/callback/result",), "callbacks.result",
    (
        TICKET,
        Field("callUuid", "call_id", required=True),
        Field("result", "result", required=True),
        Field("duration", "talk_seconds", doc="seconds of talk, 0-86400"),
    ),
    CALLBACK, access="service",
)
PENDING = Route(
    "GET", ("/api/voice/callback/pending",), "callbacks.pending",
    (
        Field("userId", place="query", doc="whose list; none: the whole company's, for an agent the own"),
        Field("limit", "limit", "query", doc="of the rows, 1-1000; none: 1000", read=number),
    ),
    {
        **{f"callbacks[].{name}": f"callbacks[].{CALLBACK[name]}" for name in IN_LIST},
        "callbacks[].waitingMinutes": "callbacks[].waiting_minutes",
        "callbacks[].hasAudio": "callbacks[].has_audio",
        "callbacks[].hasTranscript": "callbacks[].has_transcript",
        "badge": "badge",
    },
    handle=pending,
)
SNOOZE = Route(
    "POST", ("/api/voice/callback/snooze",), "callbacks.snooze",
    (TICKET, Field("minutes", "minutes")), CALLBACK,
)
DISMISS = Route("POST", ("/api/voice/callback/dismiss",), "callbacks.dismiss", (TICKET,), CALLBACK)

ROUTES = (STATUS, ORIGINATE, INITIATE, RESULT, PENDING, SNOOZE, DISMISS)
