"""A number of WhatsApp's own service, and what a host's own service tells: both go one way from Python."""

import queue

import pytest

import smarthandoff as sh
from graph_double import NUMBER, TOKEN, GraphDouble

CUSTOMER = "+5518997751234"
KEYS = [{"id": "k", "key": "07" * 32}]


@pytest.fixture
def number():
    """The double, and a tenant whose number it is."""
    with GraphDouble() as graph, sh.Engine(encryption_keys=KEYS) as engine:
        tenant = engine.tenant("acme")
        tenant.channels.create(
            name="WhatsApp", is_default=True, phone_number_id=NUMBER, base_url=graph.url, access_token=TOKEN
        )
        yield graph, engine, tenant


@pytest.mark.parametrize("typing", [False, True])
def test_the_sender_is_told_that_a_message_was_read_and_that_somebody_writes(number, typing):
    graph, _, tenant = number
    heard = tenant.messages.received(peer_id="wamid.IN1", from_number=CUSTOMER, text="oi").message
    assert tenant.messages.mark_read(message_id=heard.id, typing=typing).id == heard.id
    told = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.IN1"}
    if typing:
        told["typing_indicator"] = {"type": "text"}
    assert graph.taken.get(timeout=30) == told


def test_a_receipt_that_is_not_taken_is_tried_again_and_one_that_never_is_is_told(number):
    graph, engine, tenant = number
    heard = tenant.messages.received(peer_id="wamid.IN1", from_number=CUSTOMER, text="oi").message
    graph.replies.put(500)
    tenant.messages.mark_read(message_id=heard.id, typing=True)
    first, second = graph.taken.get(timeout=30), graph.taken.get(timeout=30)
    assert first == second and second["typing_indicator"] == {"type": "text"}
    failed = queue.Queue()
    with engine.subscribe(failed.put, topic="message.read_failed"):
        graph.replies.put(400)
        tenant.messages.mark_read(message_id=heard.id)
        assert failed.get(timeout=30).entity == heard.id


def test_only_what_was_received_can_be_read(number):
    graph, _, tenant = number
    sent = tenant.messages.received(peer_id="wamid.IN1", from_number=CUSTOMER, text="oi") and tenant.channels.test(
        channel_id=tenant.channels.list().channels[0].id, to=CUSTOMER, text="Olá"
    )
    with pytest.raises(sh.FailedPrecondition):
        tenant.messages.mark_read(message_id=sent.id)
    with pytest.raises(sh.NotFound):
        tenant.messages.mark_read(message_id="unknown")
    assert graph.taken.get(timeout=30)["text"]["body"] == "Olá"


def test_what_a_hosts_own_service_tells_goes_the_way_of_a_webhook():
    sent = queue.Queue()

    def send(request):
        sent.put(request)
        return f"out-{request.message_id}"

    with sh.Engine(messenger=send) as engine:
        tenant = engine.tenant("acme")
        tenant.channels.create(name="Own", is_default=True)
        first = tenant.messages.received(peer_id="in-1", from_number="5518997751234", text="oi")
        again = tenant.messages.received(peer_id="in-1", from_number="5518997751234", text="oi")
        assert (first.is_new, again.is_new) == (True, False) and first.message == again.message
        assert first.message.address == CUSTOMER

        made = tenant.channels.test(channel_id=first.message.channel_id, to=CUSTOMER, text="Olá")
        request = sent.get(timeout=30)
        read = tenant.messages.status(message_id=request.message_id, status="read")
        assert read.applied is sh.StatusApplied.changed and read.message.status is sh.MessageStatus.read
        late = tenant.messages.status(message_id=made.id, status=sh.PeerStatus.delivered)
        assert late.applied is sh.StatusApplied.ignored and late.message.status is sh.MessageStatus.read
        theirs = tenant.messages.status(peer_id="theirs", status="failed", failure={"kind": "unknown"})
        assert theirs.applied is sh.StatusApplied.unknown and theirs.message is None

        told = queue.Queue()
        with engine.subscribe(told.put, topic="opt_out.added"):
            tenant.messages.received(peer_id="in-2", from_number="5518997751234", text="SAIR")
            told.get(timeout=30)
        assert tenant.opt_outs.check(address=CUSTOMER, channel="whatsapp").suppressed
        with pytest.raises(sh.InvalidArgument) as wrong:
            tenant.messages.received(peer_id="in-3", from_number="whatsapp:+5518997751234")
        assert wrong.value.details["field"] == "from_number"
