"""A store in PostgreSQL, opened by hosts. Needs SMARTHANDOFF_TEST_POSTGRESQL (tests/support/postgres.sh)."""

import asyncio
import os
import secrets
import subprocess
import time

import pytest

import smarthandoff as sh

SERVER = os.environ.get("SMARTHANDOFF_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="SMARTHANDOFF_TEST_POSTGRESQL is not set")


def sql(statement):
    subprocess.run(["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", SERVER, "-c", statement], check=True)


@pytest.fixture(scope="module")
def store():
    name = "sh_python_" + secrets.token_hex(6)
    sql(f"CREATE DATABASE {name}")
    yield SERVER.rpartition("/")[0] + "/" + name
    sql(f"DROP DATABASE {name} WITH (FORCE)")


def events_of(engine, tenant, topic):
    """Positions are given a few milliseconds after the answer."""
    for _ in range(400):
        found = [event for event in engine.events(tenant=tenant).events if event.topic == topic]
        if found:
            return found
        time.sleep(0.01)
    return []


def test_what_is_stored_is_there_for_the_next_engine(store):
    with sh.Engine(store=store, pg_connections=2) as engine:
        made = engine.tenant("kept").callbacks.create(number="18 99775-1234", extension="1001", request_id="r1")
        assert events_of(engine, "kept", "callback.created")[0].entity == made.id
    with sh.Engine(store=store) as engine:
        kept = engine.tenant("kept")
        assert kept.callbacks.get(callback_id=made.id) == made
        again = kept.callbacks.create(number="18 99775-1234", extension="1001", request_id="r1")
        assert again.id == made.id and len(kept.callbacks.list().callbacks) == 1


def test_two_engines_work_on_one_store(store):
    with sh.Engine(store=store) as one, sh.Engine(store=store) as two:
        made = one.tenant("both").callbacks.create(number="18 99775-1234", extension="1001")
        two.tenant("both").callbacks.cancel(callback_id=made.id, reason="solved")
        assert one.tenant("both").callbacks.get(callback_id=made.id).status is sh.CallbackStatus.canceled
        assert {event.entity for event in events_of(one, "both", "callback.updated")} == {made.id}


def test_a_caller_is_put_through(store, pbx):
    with sh.Engine(store=store, telephony=pbx) as engine:
        office = engine.tenant("office")
        office.destinations.create(name="Jeni", number="1001")
        call = pbx.place_call(caller="+5518997751234")
        handoff = office.handoffs.start(call_id=call, caller="+5518997751234")
        assert office.handoffs.transfer(handoff_id=handoff.id, to="Jeni").result is sh.TransferResult.answered
        assert pbx.calls()[-1].talking_to == "1001"


def test_the_same_without_waiting_threads(store):
    async def work():
        async with sh.AsyncEngine(store=store, pg_connections=8) as engine:
            tenant = engine.tenant("async")
            numbers = [f"18 99775-{1000 + i}" for i in range(20)]
            made = await asyncio.gather(
                *(tenant.callbacks.create(number=number, extension="1001") for number in numbers)
            )
            return {one.id for one in made}, {one.id for one in (await tenant.callbacks.list()).callbacks}

    made, listed = asyncio.run(work())
    assert made == listed and len(made) == 20


@pytest.mark.parametrize(
    "change, error, says",
    [
        (lambda url: url.replace(":smarthandoff@", ":wrong-secret@"), sh.Unauthorized, "password"),
        (lambda url: url.rpartition("/")[0] + "/no_such_database", sh.Error, "no_such_database"),
        (lambda url: url.partition("@")[0] + "@127.0.0.1:1/smarthandoff", sh.Unavailable, "127.0.0.1"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why_and_not_the_password(store, change, error, says):
    url = change(store)
    with pytest.raises(error) as caught:
        sh.Engine(store=url)
    password = url.partition("://")[2].partition("@")[0].partition(":")[2]
    assert says in caught.value.message
    assert f":{password}@" not in caught.value.message and "wrong-secret" not in caught.value.message


@pytest.mark.parametrize("value", [0, 65, -1, "4", 2.5])
def test_connections_out_of_range_are_refused_by_name(store, value):
    for opened in (lambda: sh.Engine(store=store, pg_connections=value), lambda: asyncio.run(open_async(store, value))):
        with pytest.raises(sh.InvalidArgument) as caught:
            opened()
        assert '"pg_connections"' in caught.value.message


async def open_async(store, value):
    async with sh.AsyncEngine(store=store, pg_connections=value):
        pass
