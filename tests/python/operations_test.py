"""Every operation, called as a host calls it."""

import pytest

import smarthandoff as sh


def create(tenant, name="Jeni", number="1001", **fields):
    return tenant.destinations.create(name=name, number=number, **fields)


def test_the_program_of_the_description(pbx):
    with sh.Engine(store="sqlite://:memory:", telephony=pbx) as engine:
        tenant = engine.tenant("acme")
        tenant.destinations.create(name="Jeni", aliases=["financeiro"], number="1002", department="Financeiro")
        call_id = pbx.place_call(caller="+5518997751234")
        handoff = tenant.handoffs.start(call_id=call_id, caller="+5518997751234")
        outcome = tenant.handoffs.transfer(handoff_id=handoff.id, to="a Jeni do financeiro")
        assert outcome.result is sh.TransferResult.busy
        assert outcome.say.startswith("O ramal de Jeni está ocupado no momento. Posso pedir")
        assert outcome.settled


def test_tenants(engine):
    tenant = engine.tenant("acme")
    assert tenant.tenants.get().company_name == "acme"
    changed = tenant.tenants.update(company_name="Acme Ltda", language="en-US")
    assert (changed.id, changed.company_name, changed.language) == ("acme", "Acme Ltda", "en-US")
    assert tenant.tenants.get() == changed
    assert engine.tenant("other").tenants.get().company_name == "other"
    assert [profile.id for profile in tenant.tenants.list().tenants] == ["acme"]


def test_destinations(tenant):
    made = create(tenant, aliases=["financeiro"], department="Financeiro")
    assert tenant.destinations.get(destination_id=made.id) == made
    assert tenant.destinations.update(destination_id=made.id, number="1002").number == "1002"
    assert [found.id for found in tenant.destinations.list().destinations] == [made.id]
    resolved = tenant.destinations.resolve(text="a Jeni do financeiro")
    assert (resolved.status, resolved.destinations[0].id) == ("found", made.id)
    assert tenant.destinations.delete(destination_id=made.id).destination_id == made.id
    with pytest.raises(sh.NotFound):
        tenant.destinations.get(destination_id=made.id)


def test_secretaries(tenant):
    made = tenant.secretaries.create(name="Lia")
    assert tenant.secretaries.get(secretary_id=made.id) == made
    assert tenant.secretaries.update(secretary_id=made.id, language="en-US").language == "en-US"
    assert [found.id for found in tenant.secretaries.list().secretaries] == [made.id]
    tenant.secretaries.delete(secretary_id=made.id)
    assert tenant.secretaries.list().secretaries == []


@pytest.mark.parametrize(
    ("number", "result"),
    [("1001", "answered"), ("1002", "busy"), ("1004", "rejected"), ("1006", "offline")],
)
def test_a_transfer_ends_as_the_phone_reacts(office, pbx, number, result):
    create(office, number=number)
    handoff = office.handoffs.start(call_id=pbx.place_call(caller="+5518997751234"), caller="+5518997751234")
    outcome = office.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
    assert (outcome.result, outcome.settled) == (result, True)
    again = office.handoffs.wait(handoff_id=handoff.id)
    assert again.result == outcome.result
    assert office.handoffs.get(handoff_id=handoff.id).result == result
    attempts = office.handoffs.attempts(handoff_id=handoff.id).attempts
    assert [attempt.result for attempt in attempts] == [result]
    assert [found.id for found in office.handoffs.list().handoffs] == [handoff.id]
    assert office.handoffs.finish(handoff_id=handoff.id).state in ("ended", "closing", "bridged")


def test_transfers_are_measured_by_agent_and_department(office, pbx):
    create(office, number="1001", department="Financeiro")
    handoff = office.handoffs.start(call_id=pbx.place_call(caller="+5518997751234"), caller="+5518997751234")
    office.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
    found = office.handoffs.metrics(extension="1001", department="financeiro")
    assert (found.calls, found.transfers, found.answered) == (1, 1, 1)
    assert office.handoffs.metrics(extension="1002").transfers == 0
    with pytest.raises(sh.InvalidArgument, match="extension"):
        office.handoffs.metrics(extension="Jeni")


def test_the_callers_words_and_choices_lead_to_a_ticket_and_a_callback(office, pbx):
    create(office, number="1002")

    def refused_caller():
        call = pbx.place_call(caller="+5518997751234")
        handoff = office.handoffs.start(call_id=call, caller="+5518997751234")
        office.handoffs.transfer(handoff_id=handoff.id, to="Jeni")
        return handoff

    spoken = refused_caller()
    heard = office.handoffs.hear(handoff_id=spoken.id, text="quero deixar um recado")
    assert heard.question == "message" and heard.say
    office.handoffs.note(handoff_id=spoken.id, speaker="assistant", text=heard.say)
    structured = refused_caller()
    chosen = office.handoffs.choose(
        handoff_id=structured.id, choice="callback", number="este mesmo", time_text="assim que puder", reason="fatura"
    )
    assert chosen.callback_id
    callback = office.callbacks.get(callback_id=chosen.callback_id)
    # At night in Brazil it waits for the morning.
    assert callback.number == "+5518997751234" and callback.status in ("pending", "scheduled")
    assert [found.id for found in office.callbacks.list().callbacks] == [callback.id]
    ticket = office.tickets.get(ticket_id=callback.ticket_id)
    assert ticket.id in [found.id for found in office.tickets.list().tickets]
    assert "fatura" in office.tickets.text(ticket_id=ticket.id).text


def test_callbacks_can_be_asked_for_outside_of_a_call(tenant):
    made = tenant.callbacks.create(number="18 99775-1234", extension="1001", reason="fatura")
    assert made.number == "+5518997751234"
    with pytest.raises(sh.InvalidArgument) as caught:
        tenant.callbacks.create(number="190", extension="1001")
    assert caught.value.details["field"] == "number"


def test_accepting_what_nobody_asked_is_refused_or_changes_nothing(office, pbx):
    handoff = office.handoffs.start(call_id=pbx.place_call(), caller="anonymous")
    assert office.handoffs.accept(handoff_id=handoff.id).state == handoff.state


def test_the_status_of_an_extension(office):
    assert office.extensions.status(extension="1001").state is sh.ExtensionState.available
    status = office.extensions.status(extension="1006")
    assert (status.state, status.available) == ("offline", False)


def test_a_request_id_gets_the_first_answer_again(tenant):
    first = create(tenant, request_id="r1")
    assert create(tenant, request_id="r1") == first
    with pytest.raises(sh.Conflict):
        create(tenant, name="Ana", request_id="r1")


def test_another_tenants_handoff_is_not_found(office, pbx):
    handoff = office.handoffs.start(call_id=pbx.place_call(), caller="anonymous")
    other = office._engine.tenant("other")
    for call in (
        lambda: other.handoffs.get(handoff_id=handoff.id),
        lambda: other.handoffs.transfer(handoff_id=handoff.id, to="Jeni"),
    ):
        with pytest.raises(sh.NotFound):
            call()


def test_the_pbx_speaks_the_event_socket_protocol_too(pbx):
    port = pbx.listen(password="secret")
    switch = sh.FreeSwitch(host="127.0.0.1", port=port, password="secret", domain="pbx.local")
    with sh.Engine(telephony=switch) as engine:
        tenant = engine.tenant("acme")
        create(tenant, number="1002")
        handoff = tenant.handoffs.start(call_id=pbx.place_call(caller="+5518997751234"), caller="+5518997751234")
        assert tenant.handoffs.transfer(handoff_id=handoff.id, to="Jeni").result == "busy"
        assert engine.health().telephony.state == "connected"


def test_a_wrong_password_raises_at_open(pbx):
    port = pbx.listen(password="secret")
    with pytest.raises(sh.Unauthorized):
        sh.Engine(telephony=sh.FreeSwitch(port=port, password="guess"))
