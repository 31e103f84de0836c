"""WhatsApp as a host in Python lives it: webhooks come in, its own messenger sends, customers are asked and answer."""

import hashlib
import hmac
import json
import queue
import time

import pytest

import smarthandoff as sh

NUMBER, SECRET, CUSTOMER = "109876543210987", "the-apps-secret", "+5518997751234"
ALWAYS = {"valid_from": "2020-01-01", "source": "tests at any hour", "hours": "mon-sun 00:00-24:00"}


def webhook(text, wamid, choice=None):
    said = {"type": "text", "text": {"body": text}}
    if choice:
        said = {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": choice, "title": text}}}
    message = {"from": CUSTOMER[1:], "id": wamid, "timestamp": str(int(time.time())), **said}
    return posted("messages", {"messages": [message]})


def preference(value, ago):
    """What Meta tells of a customer who stops or resumes marketing messages, so many seconds ago."""
    told = {"wa_id": CUSTOMER[1:], "detail": f"User requested to {value} marketing messages"}
    told |= {"category": "marketing_messages", "value": value, "timestamp": int(time.time()) - ago}
    return posted("user_preferences", {"user_preferences": [told]})


def posted(field, value):
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **value}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]})
    return {"body": body, "signature": "sha256=" + hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()}


@pytest.fixture
def sent():
    return queue.Queue()


@pytest.fixture
def office(sent):
    """A tenant with a trunk, an agent at 1001, a customer who answers, and a number whose messages the host sends."""

    def send(request):
        sent.put(request)
        return f"peer-{request.message_id}"

    with sh.SimulatedPbx(domain="pbx.local") as pbx:
        pbx.add_phone(extension="1001", behaviour="answers", after=50)
        pbx.add_gateway("trunk")
        pbx.add_phone(extension=CUSTOMER, gateway="trunk", behaviour="answers", after=50)
        pbx.start()
        keys = [{"id": "k", "key": "07" * 32}]
        with sh.Engine(telephony=pbx, messenger=send, encryption_keys=keys) as engine:
            tenant = engine.tenant("acme")
            tenant.tenants.update(
                company_name="Acme", trunk={"gateway": "trunk"}, opening_hours="",
                identities=[{"kind": "pbx_domain", "value": "pbx.local"}],
            )
            tenant.gate.load(profiles=[{"name": "br.requested", **ALWAYS}, {"name": "br.service", **ALWAYS}])
            tenant.agents.create(user_id="maria", name="Maria", extension="1001")
            tenant.channels.create(name="WhatsApp", is_default=True, phone_number_id=NUMBER, app_secret=SECRET)
            yield pbx, tenant


def eventually(condition, seconds=30):
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return answer


def test_a_customer_is_told_called_and_asked_how_it_went(office, sent):
    pbx, tenant = office
    tenant.messaging.webhook(**webhook("oi", "wamid.1"))
    pbx.set_registered("1001", False)
    wish = tenant.callbacks.create(
        number=CUSTOMER, extension="1001", intended_for="Maria", reason="boleto", notify_whatsapp=True
    )
    assert "Seu pedido de callback foi registrado!" in sent.get(timeout=30).content.text
    pbx.set_registered("1001", True)
    ready = sent.get(timeout=30)
    assert [button.id for button in ready.content.buttons] == ["callback_yes", "callback_later", "callback_cancel"]
    tenant.messaging.webhook(**webhook("✅ Sim, podem ligar", "wamid.2", "callback_yes"))
    assert sent.get(timeout=30).content.text == "Certo! Estamos ligando para você."
    eventually(lambda: any(entry.text == f"talking to {CUSTOMER}" for entry in pbx.log()))
    pbx.hang_up_phone("1001")
    eventually(lambda: tenant.callbacks.get(callback_id=wish.id).status is sh.CallbackStatus.completed)
    assert "De 0 a 10" in sent.get(timeout=30).content.text
    nine = webhook("nota 9", "wamid.3")
    assert tenant.messaging.webhook(**nine).received == 1
    assert sent.get(timeout=30).content.text == "Obrigado pela sua avaliação!"
    assert tenant.messaging.webhook(**nine).duplicates == 1  # a replay
    assert tenant.callbacks.get(callback_id=wish.id).score == 9
    assert tenant.callbacks.metrics().satisfaction.value == 9
    late = webhook("✅ Sim, podem ligar", "wamid.4", "callback_yes")
    tenant.messaging.webhook(**late)  # a button from last month
    assert sent.get(timeout=30).content.text == "Este pedido já foi encerrado. Quer pedir um novo retorno?"
    outcomes = [str(one.outcome) for one in tenant.contacts.history(address=CUSTOMER).contacts]
    assert outcomes.count("conversation") >= 4  # what was written, and the call
    assert sent.empty()


CONTENTS = {
    "text": {"text": "Olá 👍"},
    "template_": {"template_message": {"name": "aviso", "language": "pt_BR", "body": ["Acme"]}},
    "buttons": {"text": "Pode ser?", "buttons": [{"id": "y", "title": "Sim"}]},
    "list": {"text": "Escolha", "list_button": "Ver", "sections": [{"rows": [{"id": "1", "title": "Um"}]}]},
    "image": {"text": "a foto", "media": {"link": "https://x.example/a.jpg"}},
    "document": {"media": {"kind": "document", "link": "https://x.example/a.pdf", "filename": "a.pdf"}},
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_host_sends_each_kind_where_the_gate_lets_it(office, sent, kind):
    _, tenant = office
    wire = kind.rstrip("_")
    content = {"kind": wire, **CONTENTS[kind]}
    tenant.templates.set(name="aviso", language="pt_BR", status="paused")
    refused = tenant.messages.send(to=CUSTOMER, content=content)
    assert refused.message is None
    assert refused.reasons[0].name == ("template_not_ready" if wire == "template" else "whatsapp_window")
    tenant.messaging.webhook(**webhook("oi", "wamid.1"))
    tenant.templates.set(name="aviso", language="pt_BR", status="approved")
    answer = tenant.messages.send(to="18 99775-1234", content=content)
    assert answer.message and not answer.reasons
    request = sent.get(timeout=30)
    assert request.message_id == answer.message.id
    assert str(request.content.kind) == wire
    assert eventually(lambda: str(tenant.messages.get(message_id=answer.message.id).status) == "sent")


def test_who_stops_promotions_gets_none_and_stays_reachable(office):
    pbx, tenant = office
    tenant.gate.load(profiles=[{"name": "br.telemarketing", **ALWAYS}])
    pbx.set_registered("1001", False)
    wish = tenant.callbacks.create(
        number=CUSTOMER, extension="1001", intended_for="Maria", reason="boleto", notify_whatsapp=False
    )

    def forbids(purpose):
        return [reason.name for reason in tenant.gate.check(address=CUSTOMER, purpose=purpose).reasons]

    def stopped():
        answer = tenant.opt_outs.check(address=CUSTOMER)
        assert not answer.suppressed and answer.suppression is None
        return answer.marketing_suppressed

    tenant.messaging.webhook(**preference("stop", ago=60))
    eventually(stopped)
    assert tenant.opt_outs.check(address=CUSTOMER).marketing_suppression.kind is sh.SuppressionKind.no_marketing
    assert forbids("marketing") == ["no_marketing"] and forbids("service") == []
    assert tenant.callbacks.get(callback_id=wish.id).status is not sh.CallbackStatus.canceled
    tenant.messaging.webhook(**preference("resume", ago=30))
    eventually(lambda: not stopped())
    assert forbids("marketing") == []

    tenant.opt_outs.add(address=CUSTOMER, purpose="marketing", reason="asked at the counter")
    tenant.messaging.webhook(**preference("resume", ago=0))
    assert [(row.kind, row.reason) for row in tenant.opt_outs.list().suppressions] == [
        (sh.SuppressionKind.no_marketing, "asked at the counter")
    ]
    assert not tenant.opt_outs.remove(address=CUSTOMER).removed
    assert stopped() and tenant.opt_outs.remove(address=CUSTOMER, purpose="marketing").removed
    assert not stopped()
    with pytest.raises(sh.InvalidArgument) as wrong:
        tenant.opt_outs.add(address=CUSTOMER, purpose="marketing", never_call=True)
    assert wrong.value.details["field"] == "never_call"


def test_the_raw_body_is_taken_as_bytes_whatever_is_in_it(office):
    _, tenant = office
    body = webhook("oi", "wamid.1")["body"].encode().replace(b'"oi"', b'"ol\xff"')
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert tenant.messaging.webhook(body=body, signature=signature).received == 1
    assert tenant.messages.list().messages[0].text == "ol\ufffd"


def test_a_webhook_that_is_forged_is_refused(office):
    _, tenant = office
    good = webhook("sim", "wamid.1")
    for signature in ("", "sha256=", "sha256=" + "0" * 64, good["signature"][:-1]):
        with pytest.raises(sh.Unauthorized):
            tenant.messaging.webhook(body=good["body"], signature=signature)
    with pytest.raises(sh.Unauthorized):
        tenant.messaging.webhook(body=good["body"] + " ", signature=good["signature"])
    assert not tenant.messages.list().messages
