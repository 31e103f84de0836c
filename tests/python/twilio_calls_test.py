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


def wait_for(read, wanted):
    end = time.monotonic() + 30
    while (state := read()) != wanted:
        assert time.monotonic() < end, state
    return state


def test_a_number_is_bought_told_of_a_moved_host_and_given_back(twilio):
    twilio.add_available_number("+15125550100")
    with sh.Engine(twilio_url=twilio.url, **OPTIONS) as engine:
        tenant = engine.tenant("acme")
        set_up(tenant)
        bought = tenant.numbers.buy(number="+15125550100", label="Austin")
        now = lambda: tenant.numbers.get(number_id=bought.id)
        wait_for(lambda: now().status, "owned")
        assert now().base_url == "https://host.example"
        tenant.calls.configure(base_url="https://moved.example")
        wait_for(lambda: now().base_url, "https://moved.example")
        with pytest.raises(sh.InvalidArgument) as refused:
            tenant.numbers.update(number_id=bought.id, push_url=True, release=True)
        assert refused.value.details["field"] == "push_url"
        assert tenant.numbers.update(number_id=bought.id, release=True).status == "releasing"
        wait_for(lambda: now().status, "released")
        assert [offer.number for offer in tenant.numbers.search(country="US", area_code="512").numbers] == ["+15125550100"]
        deleted = [entry.text for entry in twilio.log() if entry.text.startswith("DELETE")]
        assert [text.rsplit(" -> ")[-1] for text in deleted] == ["204"]


def test_a_subaccount_is_suspended_and_switched_on_at_twilio(twilio):
    with sh.Engine(twilio_url=twilio.url, **OPTIONS) as engine:
        tenant = engine.tenant("acme")
        set_up(tenant)
        sub = tenant.phone_accounts.open(name="sales")
        status = lambda: tenant.phone_accounts.get(account_id=sub.id).status
        wait_for(status, "active")
        search = lambda: tenant.numbers.search(account_id=sub.id, country="US").failure
        assert tenant.phone_accounts.update(account_id=sub.id, suspended=True).status == "suspending"
        wait_for(status, "suspended")
        assert "20005" in search()
        tenant.phone_accounts.update(account_id=sub.id, suspended=False)
        wait_for(status, "active")
        assert search() == ""


@pytest.mark.parametrize("url", ["twilio", "http://twilio.example", "http://127.0.0.1:80/", 5])
def test_an_address_that_could_not_be_one_is_named(url):
    with pytest.raises(sh.InvalidArgument) as refused:
        sh.Engine(twilio_url=url)
    assert refused.value.details["field"] == "twilio_url"
