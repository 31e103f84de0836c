"""AsyncEngine: awaited calls, cancellation, events on the loop, more loops than one."""

import asyncio
import threading

import pytest

import smarthandoff as sh


def run(main):
    return asyncio.run(asyncio.wait_for(main, 60))


def test_calls_are_awaited(pbx):
    async def main():
        async with sh.AsyncEngine(telephony=pbx) as engine:
            tenant = engine.tenant("acme")
            await tenant.destinations.create(name="Jeni", number="1002")
            handoff = await tenant.handoffs.start(call_id=pbx.place_call(caller="+5518997751234"))
            outcome = await tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
            assert outcome.result is sh.TransferResult.busy
            assert (await engine.health()).store == "ok"
            assert (await engine.events()).events

    run(main())


def test_many_calls_are_in_flight_at_once():
    async def main():
        async with sh.AsyncEngine() as engine:
            tenant = engine.tenant("acme")
            names = [f"P{i}" for i in range(300)]
            made = await asyncio.gather(*(tenant.destinations.create(name=name, number="1001") for name in names))
            assert [one.name for one in made] == names

    run(main())


def test_errors_are_raised_where_they_are_awaited():
    async def main():
        async with sh.AsyncEngine() as engine:
            tenant = engine.tenant("acme")
            wrong = tenant.destinations.create(name=5)
            with pytest.raises(sh.InvalidArgument, match="name"):
                await wrong
            with pytest.raises(sh.NotFound):
                await tenant.destinations.get(destination_id="none")
            with pytest.raises(sh.InvalidArgument, match="by name"):
                await tenant.destinations.get("none")

    run(main())


def test_it_opens_once_and_says_when_it_is_not_open():
    async def main():
        engine = sh.AsyncEngine()
        await engine.close()
        with pytest.raises(sh.FailedPrecondition, match="not open"):
            engine.tenant("acme")
        assert await engine.open() is engine
        with pytest.raises(sh.FailedPrecondition, match="open already"):
            await engine.open()
        await engine.close()
        with pytest.raises(sh.Unavailable):
            await engine.health()

    run(main())


def test_a_wrong_option_is_refused_at_open():
    async def main():
        with pytest.raises(sh.InvalidArgument, match="colour"):
            await sh.AsyncEngine(colour="red").open()

    run(main())


def test_a_cancelled_call_is_counted_and_its_work_goes_on():
    async def main():
        async with sh.AsyncEngine() as engine:
            tenant = engine.tenant("acme")
            task = asyncio.create_task(tenant.destinations.create(name="Jeni", number="1001"))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while engine.abandoned_answers == 0:
                await tenant.tenants.get()
            assert len((await tenant.destinations.list()).destinations) == 1

    run(main())


def test_a_closed_loop_is_counted_and_another_loop_goes_on(pbx):
    engine = sh.AsyncEngine(telephony=pbx)

    async def leave():
        tenant = (await engine.open()).tenant("acme")
        await tenant.destinations.create(name="Jeni", number="1003")
        handoff = await tenant.handoffs.start(call_id=pbx.place_call())
        asyncio.get_running_loop().create_task(tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni"))
        while (await tenant.handoffs.get(handoff_id=handoff.id)).state == "conversation":
            await asyncio.sleep(0)
        return handoff

    async def go_on():
        await engine.tenant("acme").handoffs.finish(handoff_id=handoff.id)
        while engine.abandoned_answers == 0:
            await engine.tenant("acme").tenants.list()
        await engine.close()

    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda closed, context: None)  # of the task that is left behind
    handoff = loop.run_until_complete(leave())
    loop.close()
    run(go_on())


def test_two_loops_in_two_threads_get_their_own_answers():
    engine = sh.AsyncEngine()
    run(engine.open())
    found = {}

    def work(name):
        async def main():
            tenant = engine.tenant(name)
            for i in range(50):
                await tenant.destinations.create(name=f"P{i}", number="1001")
            found[name] = len((await tenant.destinations.list()).destinations)

        run(main())

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {"one": 50, "two": 50}
    run(engine.close())


def test_closing_fails_what_still_waits(pbx):
    async def main():
        engine = await sh.AsyncEngine(telephony=pbx).open()
        tenant = engine.tenant("acme")
        await tenant.destinations.create(name="Jeni", number="1003")
        handoff = await tenant.handoffs.start(call_id=pbx.place_call())
        waiting = asyncio.create_task(tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni"))
        while (await tenant.handoffs.get(handoff_id=handoff.id)).state not in ("holding", "ringing"):
            await asyncio.sleep(0.01)
        await engine.close()
        with pytest.raises(sh.Unavailable):
            await waiting

    run(main())


def test_an_awaited_call_of_the_blocking_engine_is_refused_inside_a_loop(office, pbx):
    handoff = office.handoffs.start(call_id=pbx.place_call())

    async def main():
        assert office.tenants.get().id == "acme"
        with pytest.raises(sh.FailedPrecondition, match="AsyncEngine"):
            office.handoffs.transfer(handoff_id=handoff.id, to="Jeni")

    run(main())


async def ask(tenant, times):
    for i in range(times):
        await tenant.callbacks.create(number=f"18 99775-{1000 + i}", extension="1001")


def test_a_stream_gives_the_events_from_now_on():
    async def main():
        async with sh.AsyncEngine() as engine:
            tenant = engine.tenant("acme")
            await ask(tenant, 1)
            stream = engine.stream(tenant="acme", topic="callback.created")
            await ask(engine.tenant("other"), 1)
            await ask(tenant, 5)
            events = [await stream.__anext__() for _ in range(4)]
            assert [event.tenant for event in events] == ["acme"] * 4
            assert [event.position for event in events] == sorted(event.position for event in events)
            await stream.aclose()

    run(main())


def test_a_stream_reads_from_a_cursor_and_ends_with_the_engine():
    async def main():
        seen = []
        async with sh.AsyncEngine() as engine:
            await ask(engine.tenant("acme"), 3)

            async def read():
                async for event in engine.stream(cursor=0, topic="callback.created"):
                    seen.append(event.topic)

            reading = asyncio.create_task(read())
            while len(seen) < 3:
                await asyncio.sleep(0.01)
        await reading
        assert seen == ["callback.created"] * 3

    run(main())


@pytest.mark.parametrize("kind", ["plain", "async"])
def test_a_listener_runs_on_the_loop(kind):
    async def main():
        loop = asyncio.get_running_loop()
        seen = asyncio.Queue()

        def plain(event):
            assert asyncio.get_running_loop() is loop
            seen.put_nowait(event.topic)

        async def slow(event):
            await asyncio.sleep(0)
            plain(event)

        async with sh.AsyncEngine() as engine:
            async with engine.subscribe(plain if kind == "plain" else slow, topic="callback.created"):
                await ask(engine.tenant("acme"), 2)
                assert [await seen.get(), await seen.get()] == ["callback.created"] * 2

    run(main())


def test_a_listener_that_fails_is_reported_to_the_loop():
    async def main():
        reported = asyncio.Queue()
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: reported.put_nowait(context))

        async def listener(event):
            raise RuntimeError("the host's own mistake")

        async with sh.AsyncEngine() as engine:
            engine.subscribe(listener, topic="callback.created")
            await ask(engine.tenant("acme"), 1)
            assert str((await reported.get())["exception"]) == "the host's own mistake"

    run(main())


def test_an_async_host_function_runs_on_the_engines_loop(pbx):
    async def main():
        loop = asyncio.get_running_loop()

        async def dnd(extension, domain):
            assert asyncio.get_running_loop() is loop
            return True

        switch = sh.FreeSwitch(port=port, password="secret", domain="pbx.local", dnd=dnd)
        async with sh.AsyncEngine(telephony=switch) as engine:
            status = await engine.tenant("acme").extensions.status(extension="1001")
            assert status.state is sh.ExtensionState.dnd

    port = pbx.listen(password="secret")
    run(main())


def test_manual_time_works_with_await():
    from datetime import datetime, timedelta, timezone

    now = datetime(2026, 1, 16, 13, 7, tzinfo=timezone.utc)

    async def main():
        async with sh.AsyncEngine(manual=True, now=now) as engine:
            made = await engine.tenant("acme").destinations.create(name="Jeni", number="1001")
            assert made.created_at == now
            await engine.step(now + timedelta(hours=1))
            made = await engine.tenant("acme").destinations.create(name="Ana", number="1002")
            assert made.created_at == now + timedelta(hours=1)

    run(main())
