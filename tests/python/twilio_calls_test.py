"""Calls over a tenant's own account of Twilio, with the double in Twilio's place."""

import asyncio
import time

import pytest
import smarthandoff as sh

OURS, THEIRS = "+13055550100", "+5518997751234"
OPTIONS = {"encryption_keys": [{"id": "k", "key": "07" * 32}]}
WISH = {"to": THEIRS, "purpose": "requested", "time_named": True}


@pytest.fixture
def twilio():
    with sh.TwilioDouble(numbers=[OURS]) as double:
        double.add_person(number=THEIRS)
        double.listen()
        yield double


def set_up(tenant):
    """What a tenant needs to place calls: an account, a number, and the address of the host's routes."""
    return [
        tenant.phone_accounts.create(name="prod", account_sid="AC" + "a" * 32, token="12345"),
        tenant.numbers.create(number=OURS),
        tenant.calls.configure(base_url="https://host.example"),
    ]


def test_a_call_is_ordered_at_the_address_given(twilio):
    with sh.Engine(twilio_url=twilio.url, **OPTIONS) as engine:
        tenant = engine.tenant("acme")
        set_up(tenant)
        placed = tenant.calls.place(**WISH).call
        end = time.monotonic() + 30
        while not (sid := tenant.calls.get(call_id=placed.id).sid):
            assert time.monotonic() < end
        assert [call.call_sid for call in twilio.calls()] == [sid]


def test_the_async_engine_orders_there_too(twilio):
    async def run():
        async with sh.AsyncEngine(twilio_url=twilio.url, **OPTIONS) as engine:
            tenant = engine.tenant("acme")
            await asyncio.gather(*set_up(tenant))
            placed = (await tenant.calls.place(**WISH)).call
            async with asyncio.timeout(30):
                while not (sid := (await tenant.calls.get(call_id=placed.id)).sid):
                    pass
            return sid

    sid = asyncio.run(run())
    assert [call.call_sid for call in twilio.calls()] == [sid]


@pytest.mark.parametrize("url", ["twilio", "http://twilio.example", "http://127.0.0.1:80/", 5])
def test_an_address_that_could_not_be_one_is_named(url):
    with pytest.raises(sh.InvalidArgument) as refused:
        sh.Engine(twilio_url=url)
    assert refused.value.details["field"] == "twilio_url"
