"""A messenger written by the host: what it says, how it fails, and how long it may take."""

import asyncio
import queue
import threading
import time

import pytest

import smarthandoff as sh


def open_channel(engine):
    tenant = engine.tenant("acme")
    return tenant.channels.create(name="Own", is_default=True)


def say(tenant, channel, text="Olá"):
    return tenant.channels.test(channel_id=channel.id, to="18 99775-1234", text=text).id


def settled(tenant, message_id, seconds=10):
    """The message once it is no longer queued."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        message = tenant.messages.get(message_id=message_id)
        if message.status is not sh.MessageStatus.queued:
            return message
        time.sleep(0.01)
    raise AssertionError("still queued")


def test_a_function_sends_and_names_the_services_id():
    asked = queue.Queue()

    def send(request):
        asked.put((request, threading.current_thread()))
        return "peer-1"

    with sh.Engine(messenger=send) as engine:
        channel = open_channel(engine)
        tenant = engine.tenant("acme")
        message_id = say(tenant, channel)
        request, thread = asked.get(timeout=10)
        assert isinstance(request, sh.SendRequest)
        assert (request.tenant, request.channel_id, request.message_id) == ("acme", channel.id, message_id)
        assert request.to == "5518997751234" and request.content.text == "Olá"
        assert thread is not threading.main_thread()
        message = settled(tenant, message_id)
        assert message.status is sh.MessageStatus.sent and message.peer_id == "peer-1"


@pytest.mark.parametrize(
    "answer, status, failure",
    [
        (None, "sent", "none"),
        ({"outcome": "refused", "failure": {"kind": "recipient_stopped"}}, "failed", "recipient_stopped"),
        ({"outcome": "in_doubt"}, "in_doubt", "none"),
        (sh.InvalidArgument("no such number"), "failed", "request_invalid"),
        (sh.Unauthorized("the token is old"), "queued", "unauthorized"),
        (sh.Unavailable("closed"), "queued", "temporary"),
        (sh.InDoubt("lost"), "in_doubt", "temporary"),
        (RuntimeError("the host's own mistake"), "in_doubt", "temporary"),
        (object(), "in_doubt", "temporary"),
        ({"outcome": "wonderful"}, "in_doubt", "temporary"),
    ],
)
def test_what_the_function_answers_decides_and_its_failure_is_a_result(answer, status, failure, monkeypatch):
    reported = queue.Queue()
    monkeypatch.setattr("sys.unraisablehook", reported.put)
    asked = threading.Event()

    def send(request):
        asked.set()
        if isinstance(answer, Exception):
            raise answer
        return answer

    with sh.Engine(messenger=send) as engine:
        tenant = engine.tenant("acme")
        message_id = say(tenant, open_channel(engine))
        assert asked.wait(10)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            message = tenant.messages.get(message_id=message_id)
            if message.status.value == status and message.failure.kind.value == failure:
                break
            time.sleep(0.01)
        assert (message.status.value, message.failure.kind.value) == (status, failure)


def test_an_object_marks_as_read_and_lists_templates_too():
    class Own:
        def __init__(self):
            self.read = queue.Queue()

        def send(self, request):
            return "peer"

        async def mark_read(self, request):
            self.read.put(request.peer_id)

        def list_templates(self, request):
            return [{"name": "ola", "language": "pt_BR", "status": "approved"}]

    with sh.Engine(messenger=Own()) as engine:
        channel = open_channel(engine)
        tenant = engine.tenant("acme")
        done = threading.Event()
        with engine.subscribe(lambda event: done.set(), topic="templates.synced"):
            tenant.templates.sync(channel_id=channel.id)
            assert done.wait(10)
        assert [one.name for one in tenant.templates.list(channel_id=channel.id).templates] == ["ola"]


def test_what_is_no_messenger_is_refused():
    for wrong in (5, object()):
        with pytest.raises(sh.InvalidArgument) as caught:
            sh.Engine(messenger=wrong)
        assert caught.value.details["field"] == "messenger"
    with pytest.raises(sh.InvalidArgument) as caught:
        sh.Engine(messenger=lambda request: None, messenger_timeout=26_000)
    assert caught.value.details["field"] == "messenger_timeout"


def test_a_function_that_hangs_is_in_doubt_and_held_workers_refuse_more():
    go_on = threading.Event()
    begun = threading.Semaphore(0)

    def hanging(request):
        begun.release()
        go_on.wait(20)

    with sh.Engine(messenger=hanging, messenger_timeout=200, workers=2) as engine:
        channel = open_channel(engine)
        tenant = engine.tenant("acme")
        first, second = say(tenant, channel, "1"), say(tenant, channel, "2")
        assert begun.acquire(timeout=10) and begun.acquire(timeout=10)
        for one in (first, second):
            assert settled(tenant, one).status is sh.MessageStatus.in_doubt
        assert engine.held_workers == 2
        third = say(tenant, channel, "3")
        end = time.monotonic() + 10
        while time.monotonic() < end and tenant.messages.get(message_id=third).failure.kind.value == "none":
            time.sleep(0.01)
        waiting = tenant.messages.get(message_id=third)
        assert waiting.status is sh.MessageStatus.queued  # it certainly was not sent
        assert waiting.failure.kind is sh.FailureKind.temporary
        go_on.set()
        assert settled(tenant, third).status is sh.MessageStatus.sent
        assert engine.held_workers == 0


def test_an_async_function_runs_on_the_engines_loop():
    async def main():
        loop = asyncio.get_running_loop()
        sent = asyncio.Event()

        async def send(request):
            assert asyncio.get_running_loop() is loop
            sent.set()
            return "peer-2"

        async with sh.AsyncEngine(messenger=send) as engine:
            tenant = engine.tenant("acme")
            channel = await tenant.channels.create(name="Own", is_default=True)
            message = await tenant.channels.test(channel_id=channel.id, to="18 99775-1234", text="Olá")
            await asyncio.wait_for(sent.wait(), 10)
            async with asyncio.timeout(10) if hasattr(asyncio, "timeout") else _patience():
                while (message := await tenant.messages.get(message_id=message.id)).peer_id != "peer-2":
                    await asyncio.sleep(0.01)
            assert message.status is sh.MessageStatus.sent

    asyncio.run(main())


class _patience:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        return None
