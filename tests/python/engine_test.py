"""What belongs to the engine: health, backup, events, listeners, manual time, logs."""

import queue
import threading
from datetime import datetime, timedelta, timezone

import pytest

import smarthandoff as sh

NOW = datetime(2026, 1, 16, 13, 7, tzinfo=timezone.utc)


def test_health(engine):
    health = engine.health()
    # The engine's own rounds queue writes too: how many wait at this instant is not the test's.
    assert health.store == "ok" and health.queued_operations >= 0
    assert isinstance(health.telephony.state, sh.PortState)


def test_health_names_the_key_that_stored_credentials_need(tmp_path):
    store = f"sqlite:///{tmp_path}/one.db"
    with sh.Engine(store=store, encryption_keys=[{"id": "old", "key": "08" * 32}]) as engine:
        engine.tenant("acme").channels.create(
            name="WhatsApp", phone_number_id="109876543210987", access_token="access-me"
        )
        assert engine.health().unreadable_credentials == []
    for keys, problem in (([{"id": "new", "key": "08" * 32}], "missing"), ([{"id": "old", "key": "09" * 32}], "wrong")):
        with sh.Engine(store=store, encryption_keys=keys) as engine:
            (told,) = engine.health().unreadable_credentials
            assert (told.kind, told.key_id, told.problem, told.count) == ("channels", "old", problem, 1)


def test_a_backup_is_a_store(tmp_path):
    with sh.Engine(store=f"sqlite:///{tmp_path}/one.db") as engine:
        engine.tenant("acme").tenants.update(company_name="Acme")
        engine.backup(str(tmp_path / "two.db"))
    with sh.Engine(store=f"sqlite:///{tmp_path}/two.db") as engine:
        assert engine.tenant("acme").tenants.get().company_name == "Acme"


def ticketed(tenant, times=1):
    for i in range(times):
        tenant.callbacks.create(number=f"18 99775-{1000 + i}", extension="1001")


def test_events_are_read_from_a_cursor(engine):
    acme, other = engine.tenant("acme"), engine.tenant("other")
    ticketed(acme, 2)
    ticketed(other)
    page = engine.events()
    created = [event for event in page.events if event.topic == "callback.created"]
    assert [event.tenant for event in created] == ["acme", "acme", "other"]
    assert created[0].payload["callback_id"] == created[0].entity
    assert created[0].at.tzinfo is timezone.utc
    assert [event.position for event in page.events] == sorted(event.position for event in page.events)
    assert page.next == page.events[-1].position
    assert engine.events(page.next).events == []
    assert {event.tenant for event in engine.events(tenant="other").events} == {"other"}
    assert len(engine.events(limit=1).events) == 1
    with pytest.raises(sh.InvalidArgument, match="limit"):
        engine.events(limit=0)


def test_a_listener_gets_what_it_asked_for_in_order(engine):
    seen = queue.Queue()
    tenant = engine.tenant("acme")
    ticketed(tenant)
    with engine.subscribe(seen.put, tenant="acme", topic="callback.*"):
        ticketed(engine.tenant("other"))
        ticketed(tenant, 20)
        events = [seen.get(timeout=10) for _ in range(20)]
    assert {event.tenant for event in events} == {"acme"}
    assert [event.position for event in events] == sorted(event.position for event in events)
    # At night in Brazil it waits for the morning.
    assert isinstance(events[0], sh.Event) and events[0].payload["status"] in ("pending", "scheduled")
    ticketed(tenant)
    assert seen.empty()


def test_a_listener_may_call_the_engine_but_not_wait_for_a_transfer(office, pbx):
    engine = office._engine
    results = queue.Queue()
    handoff = office.handoffs.start(call_id=pbx.place_call(), caller="anonymous")

    def listener(event):
        results.put(office.handoffs.get(handoff_id=handoff.id).id)
        try:
            office.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
        except sh.Error as error:
            results.put(error)

    engine.subscribe(listener, topic="callback.created")
    ticketed(office)
    assert results.get(timeout=10) == handoff.id
    assert isinstance(results.get(timeout=10), sh.FailedPrecondition)


def test_a_listener_may_end_its_own_subscription(engine):
    ended = threading.Event()

    def listener(event):
        subscription.close()
        ended.set()

    subscription = engine.subscribe(listener, topic="callback.created")
    ticketed(engine.tenant("acme"), 3)
    assert ended.wait(10)


def test_a_listener_that_fails_is_reported_and_the_next_event_still_comes(engine, monkeypatch):
    reported = queue.Queue()
    monkeypatch.setattr("sys.unraisablehook", lambda hook: reported.put(hook.exc_value))
    seen = queue.Queue()

    def listener(event):
        seen.put(event)
        raise RuntimeError("the host's own mistake")

    with engine.subscribe(listener, topic="callback.created"):
        ticketed(engine.tenant("acme"), 2)
        assert {seen.get(timeout=10).topic for _ in range(2)} == {"callback.created"}
        assert str(reported.get(timeout=10)) == "the host's own mistake"


def test_the_log_function_gets_what_no_caller_can_see():
    lines = queue.Queue()
    with sh.Engine(log=lambda *line: lines.put(line)) as engine:

        def listener(event):
            raise RuntimeError("the host's own mistake")

        engine.subscribe(listener, topic="callback.created")
        ticketed(engine.tenant("acme"))
        level, what, tenant, entity, detail = lines.get(timeout=10)
    assert (level, what, tenant) == ("error", "listener_failed", "acme")
    assert entity and detail == "RuntimeError: the host's own mistake"


def test_manual_time_moves_only_by_step():
    with sh.SimulatedPbx(now=NOW) as pbx, sh.Engine(telephony=pbx, manual=True, now=NOW) as engine:
        pbx.add_standard_phones()
        tenant = engine.tenant("acme")
        made = tenant.destinations.create(name="Jeni", number="1002")
        assert made.created_at == NOW
        engine.step(NOW + timedelta(minutes=1))
        assert tenant.destinations.update(destination_id=made.id, number="1001").updated_at == NOW + timedelta(minutes=1)
        with pytest.raises(sh.InvalidArgument, match="now"):
            engine.step(NOW)
        with pytest.raises(sh.InvalidArgument, match="now"):
            engine.step(NOW.replace(tzinfo=None))


def test_a_running_engine_is_not_stepped(engine):
    with pytest.raises(sh.FailedPrecondition):
        engine.step(NOW)


def test_many_threads_share_an_engine(engine):
    failures = []

    def work(number):
        try:
            tenant = engine.tenant(f"t{number % 4}")
            for i in range(25):
                made = tenant.destinations.create(name=f"P{number} {i}", number="1001")
                assert tenant.destinations.get(destination_id=made.id) == made
                assert tenant.understand.phone("18 99775-1234").e164 == "+5518997751234"
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    total = sum(len(engine.tenant(f"t{i}").destinations.list(limit=1000).destinations) for i in range(4))
    assert total == 200


def test_values_do_not_leak_references(tenant):
    import gc
    import sys

    name = "".join(["Je", "ni"])
    made = tenant.destinations.create(name=name, number="1001", aliases=[name])
    tenant.destinations.get(destination_id=made.id)
    gc.collect()
    before = sys.getrefcount(name), sys.getrefcount(sh.Destination), sys.getrefcount(sh.FallbackAction.ticket)
    for _ in range(200):
        tenant.destinations.get(destination_id=made.id)
        tenant.destinations.resolve(text=name)
        with pytest.raises(sh.InvalidArgument):
            tenant.destinations.create(name=name, number=5)
    gc.collect()
    after = sys.getrefcount(name), sys.getrefcount(sh.Destination), sys.getrefcount(sh.FallbackAction.ticket)
    assert after == before


def test_the_hosts_function_decides_do_not_disturb(pbx):
    asked = queue.Queue()

    def dnd(extension, domain):
        asked.put((extension, domain, threading.current_thread()))
        return extension == "1001"

    port = pbx.listen(password="secret")
    switch = sh.FreeSwitch(port=port, password="secret", domain="pbx.local", dnd=dnd)
    with sh.Engine(telephony=switch) as engine:
        status = engine.tenant("acme").extensions.status(extension="1001")
        assert status.state is sh.ExtensionState.dnd
        extension, domain, thread = asked.get(timeout=10)
        assert (extension, domain) == ("1001", "pbx.local") and thread is not threading.main_thread()
        assert engine.tenant("acme").extensions.status(extension="1008").state is sh.ExtensionState.available


async def failing(extension, domain):
    raise RuntimeError("no table")


def hanging(extension, domain):
    threading.Event().wait(3)


@pytest.mark.parametrize("dnd", [failing, hanging], ids=["failing", "hanging"])
def test_a_hosts_function_that_fails_or_hangs_is_no_failure_of_the_call(pbx, dnd, monkeypatch):
    monkeypatch.setattr("sys.unraisablehook", lambda hook: None)
    port = pbx.listen(password="secret")
    switch = sh.FreeSwitch(port=port, password="secret", domain="pbx.local", dnd=dnd, dnd_timeout=200)
    with sh.Engine(telephony=switch) as engine:
        assert engine.tenant("acme").extensions.status(extension="1001").state is sh.ExtensionState.available


def test_a_fusionpbx_that_is_away_stops_nothing_and_its_password_is_never_said(pbx):
    address = "postgresql://reader:hush@127.0.0.1:1/fusionpbx"
    with sh.Engine(telephony=pbx, fusionpbx=address, fusionpbx_refresh=1000, fusionpbx_timeout=200) as engine:
        health = engine.health()
        assert health.directory.state == "connecting" and "hush" not in health.directory.detail
        assert engine.tenant("acme").extensions.status(extension="1001").state == "available"
    with sh.Engine() as engine:
        assert engine.health().directory is None


@pytest.mark.parametrize(
    "options, field",
    [
        ({"fusionpbx": "mysql://reader:hush@host/db"}, "fusionpbx"),
        ({"fusionpbx": 7}, "fusionpbx"),
        ({"fusionpbx": "postgresql://reader:hush@host/db", "fusionpbx_timeout": 1}, "fusionpbx_timeout"),
        ({"fusionpbx_refresh": 10}, "fusionpbx_refresh"),
    ],
)
def test_a_fusionpbx_that_cannot_be_meant_is_refused_by_name(options, field):
    with pytest.raises(sh.InvalidArgument) as refused:
        sh.Engine(**options)
    assert field in str(refused.value) and "hush" not in str(refused.value)
