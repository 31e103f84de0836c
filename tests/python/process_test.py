"""Forks, signals, and the many ways in which a Python process ends."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import smarthandoff as sh

WAITING = """
    import smarthandoff as sh
    pbx = sh.SimulatedPbx(); pbx.add_standard_phones(); pbx.start()
    engine = sh.Engine(telephony=pbx)
    tenant = engine.tenant("acme")
    tenant.destinations.create(name="Jeni", number="1003")
    handoff = tenant.handoffs.start(call_id=pbx.place_call())
    def wait():
        return tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
"""


def program(text):
    return textwrap.dedent(WAITING) + textwrap.dedent(text)


def in_child(function):
    """The exit code of a forked child that runs `function` and leaves without Python's own ending."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = function()
        finally:
            os._exit(code)
    waited = threading.Timer(20, os.kill, (child, signal.SIGKILL))
    waited.start()
    _, status = os.waitpid(child, 0)
    waited.cancel()
    return os.waitstatus_to_exitcode(status)


def refused(call):
    try:
        call()
    except sh.FailedPrecondition as error:
        return "opened before fork" in error.message
    return False


def test_every_use_of_an_engine_in_a_forked_child_is_refused(engine, tenant):
    def child():
        calls = (
            tenant.tenants.get,
            lambda: tenant.destinations.create(name="Jeni", number="1001"),
            lambda: tenant.understand.phone("18 99775-1234"),
            engine.health,
            engine.events,
            lambda: engine.subscribe(print),
            lambda: engine.backup("x.db"),
        )
        return 0 if all(refused(call) for call in calls) else 1

    assert in_child(child) == 0
    assert tenant.tenants.get().id == "acme"


def test_a_simulated_pbx_in_a_forked_child_is_refused(pbx):
    assert in_child(lambda: 0 if refused(pbx.calls) else 1) == 0


def test_closing_and_dropping_in_a_forked_child_leaves_the_parents_engine_alone(tmp_path):
    engine = sh.Engine(store=f"sqlite:///{tmp_path}/one.db")
    engine.subscribe(print)

    def child():
        nonlocal engine
        engine.close()
        del engine
        return 0

    assert in_child(child) == 0
    engine.tenant("acme").tenants.update(company_name="Acme")
    assert engine.tenant("acme").tenants.get().company_name == "Acme"
    engine.close()


def test_a_forked_child_ends_normally(run_child):
    printed = run_child(
        program(
            """
            import os, sys
            engine.subscribe(lambda event: None)
            child = os.fork()
            if child == 0:
                sys.exit(0)  # with atexit and all destructors
            assert os.waitpid(child, 0)[1] == 0
            print(tenant.tenants.get().id)
            """
        )
    )
    assert printed.strip() == "acme"


def test_a_forked_child_may_open_its_own_engine(run_child):
    run_child(
        program(
            """
            import os, sys
            child = os.fork()
            if child == 0:
                with sh.Engine() as own:
                    own.tenant("acme").tenants.get()
                sys.exit(0)
            assert os.waitpid(child, 0)[1] == 0
            """
        )
    )


# It waited for as long as the lock was held, and was done long after its caller had given up.
def test_a_store_that_another_process_locks_is_unavailable_within_seconds(tmp_path):
    store = tmp_path / "store.db"
    hold = """
        import sqlite3, sys
        store = sqlite3.connect(sys.argv[1], isolation_level=None)
        store.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        sys.stdin.read()
    """
    with sh.Engine(store=f"sqlite:///{store}") as engine:
        destinations = engine.tenant("acme").destinations
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(hold), str(store)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as holder:
            assert holder.stdout.readline() == "locked\n"
            begun = time.monotonic()
            with pytest.raises(sh.Unavailable, match="locked"):
                destinations.create(name="Jeni", number="1004")
            assert time.monotonic() - begun < 10  # 5 s, on a machine that is not busy
            assert not destinations.list().destinations  # whoever reads is not kept
        assert destinations.create(name="Ana", number="1005").id
        assert [one.name for one in destinations.list().destinations] == ["Ana"]


# It opened, and then every operation failed with a field that nobody had given.
def test_a_machine_without_time_zones_is_told_when_an_engine_is_opened():
    hidden = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs none /usr/share/zoneinfo && exec "$0" "$@"']
    if subprocess.run([*hidden, "true"], capture_output=True).returncode != 0:
        pytest.skip("namespaces are not allowed here")
    opened = subprocess.run(
        [*hidden, sys.executable, "-c", "import smarthandoff as sh; sh.Engine()"], capture_output=True, text=True
    )
    assert "FailedPrecondition: tzdata is missing" in opened.stderr


def test_an_interrupt_abandons_the_answer_but_not_the_work():
    text = program(
        """
        import signal, time
        # Whoever runs the tests in the background of a shell has it ignored, and so would their children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        started = time.monotonic()
        try:
            print("waiting", flush=True)
            while True:  # on a machine that is overwhelmed a transfer may have failed before
                wait()
        except KeyboardInterrupt:
            assert time.monotonic() - started < 30
            print(tenant.handoffs.get(handoff_id=handoff.id).state)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "waiting\n"
    child.send_signal(signal.SIGINT)
    printed, _ = child.communicate(timeout=30)
    assert child.returncode == 0
    assert printed.strip() and printed.strip() != "ended"


def test_a_handler_of_a_signal_runs_while_a_call_waits(run_child):
    run_child(
        program(
            """
            import signal
            class Enough(Exception): pass
            def handler(number, frame):
                raise Enough
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            try:
                wait()
            except Enough:
                print("enough")
            """
        )
    )


@pytest.mark.parametrize(
    "ending",
    [
        "pass",
        "import sys; sys.exit(0)",
        "import os; os._exit(0)",
        "import threading; threading.Thread(target=wait, daemon=True).start(); import time; time.sleep(0.3)",
        "engine.subscribe(lambda event: None); tenant.callbacks.create(number='18 99775-1234', extension='1')",
        "del engine, tenant, pbx",
        "import gc; engine.me = engine; tenant.callbacks.list(); del engine, tenant; gc.collect()",
        "import builtins; builtins.kept = (engine, pbx)",
        "import weakref; weakref.finalize(engine, print)",
    ],
)
def test_a_process_ends_with_an_engine_left_open(run_child, ending):
    run_child(program(ending))


def test_a_process_ends_while_calls_of_a_loop_are_pending(run_child):
    run_child(
        """
        import asyncio, smarthandoff as sh
        pbx = sh.SimulatedPbx(); pbx.add_standard_phones(); pbx.start()
        async def main():
            engine = await sh.AsyncEngine(telephony=pbx).open()
            tenant = engine.tenant("acme")
            await tenant.destinations.create(name="Jeni", number="1003")
            handoff = await tenant.handoffs.start(call_id=pbx.place_call())
            task = asyncio.create_task(tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni"))
            for _ in range(50):
                asyncio.create_task(tenant.tenants.list())
            await asyncio.sleep(0.2)
            return engine
        engine = asyncio.run(main())
        """
    )


def test_a_process_ends_while_a_hosts_function_hangs(run_child):
    run_child(
        """
        import threading, smarthandoff as sh
        pbx = sh.SimulatedPbx(); pbx.add_standard_phones(); pbx.start()
        port = pbx.listen(password="secret")
        began = threading.Event()
        def dnd(extension, domain):
            began.set()
            threading.Event().wait()
        switch = sh.FreeSwitch(port=port, password="secret", domain="pbx.local", dnd=dnd, dnd_timeout=100)
        engine = sh.Engine(telephony=switch)
        engine.tenant("acme").extensions.status(extension="1001")
        assert began.wait(10)
        """
    )


def test_an_exception_in_the_main_program_is_what_is_seen(run_child):
    run_child(program("raise SystemExit(7)"), expect=7)


def test_engines_open_and_close_many_times():
    for _ in range(20):
        with sh.Engine() as engine:
            engine.tenant("acme").tenants.get()
