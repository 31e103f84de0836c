"""A host's program, checked by mypy --strict."""

import asyncio
from datetime import datetime, timezone
from typing import Optional

import smarthandoff as sh
from smarthandoff import understand
from smarthandoff.esl import Decoder


def put_through(engine: sh.Engine, call_id: str) -> str:
    tenant: sh.Tenant = engine.tenant("acme", user="ana", role=sh.Role.service)
    destination: sh.Destination = tenant.destinations.create(name="Jeni", number="1004", aliases=["financeiro"])
    tenant.destinations.update(destination_id=destination.id, fallback_action="ticket")
    handoff = tenant.handoffs.start(call_id=call_id, caller="+5518997751234", request_id="r1")
    outcome = tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni", wait_seconds=40)
    result: Optional[sh.TransferResult] = outcome.result
    if result is sh.TransferResult.busy:
        return outcome.say
    return str(result)


def listen(engine: sh.Engine) -> None:
    def listener(event: sh.Event) -> None:
        print(event.topic, event.at.isoformat(), event.payload["handoff_id"])

    with engine.subscribe(listener, topic="handoff.*"):
        print(engine.health().telephony.state, engine.events(0).next)


async def serve(switch: sh.FreeSwitch) -> None:
    async with sh.AsyncEngine("sqlite:///x.db", switch) as engine:
        tenant = engine.tenant("acme")
        outcome: sh.TransferOutcome = await tenant.handoffs.transfer(handoff_id="1", to="Jeni")
        print(outcome.evidence.cause if outcome.evidence else "", tenant.understand.phone("190").callback_allowed)
        async for event in engine.stream(topic="handoff.*"):
            print(event.position)


def understood() -> Optional[datetime]:
    number: sh.PhoneUnderstanding = understand.phone("18 99775-1234", "BR", "18")
    print(number.e164, [frame.get("Event-Name", "") for frame in Decoder().feed(b"")])
    return understand.time("amanhã às 14h", datetime.now(timezone.utc)).utc


async def dnd(extension: str, domain: str) -> Optional[bool]:
    return None


async def send(request: sh.SendRequest) -> str:
    return request.message_id


def main() -> None:
    pbx = sh.SimulatedPbx(domain="pbx.local")
    pbx.add_phone(extension="1001", behaviour="busy")
    try:
        with sh.Engine(telephony=pbx, messenger=send) as engine:
            put_through(engine, pbx.place_call(caller="+5518997751234"))
    except sh.NotFound as error:
        print(error.code, error.retryable, error.details)
    asyncio.run(serve(sh.FreeSwitch(host="127.0.0.1", password="x", dnd=dnd)))
