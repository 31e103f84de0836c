"""Errors say what failed and what can be done about it."""

import pytest

import smarthandoff as sh


def test_an_error_carries_its_code_message_and_details(tenant):
    with pytest.raises(sh.Error) as caught:
        tenant.destinations.create(number="1001")
    error = caught.value
    assert type(error) is sh.InvalidArgument
    assert error.code == "invalid_argument" and not error.retryable
    assert error.details["field"] == "name" and '"name"' in error.message
    assert str(error) == error.message


@pytest.mark.parametrize("group", ["handoffs", "destinations"])
def test_positional_arguments_are_refused(tenant, group):
    with pytest.raises(sh.InvalidArgument, match=f"{group}.get takes its arguments by name"):
        getattr(tenant, group).get("1")


def test_unknown_arguments_and_options_are_refused_by_name(tenant):
    for call, name in (
        (lambda: tenant.destinations.get(destination_id="1", colour="red"), "colour"),
        (lambda: sh.Engine(storage="x"), "storage"),
        (lambda: sh.FreeSwitch(hots="x"), "hots"),
        (lambda: sh.SimulatedPbx(name="x"), "name"),
        (lambda: tenant.tenants.get(request_id=5), "request_id"),
        (lambda: tenant.tenants.get(wait_seconds=-1), "wait_seconds"),
        (lambda: sh.Engine(readers=-1), "readers"),
        (lambda: sh.Engine(workers=0), "workers"),
        (lambda: sh.FreeSwitch(port="8021"), "port"),
        (lambda: sh.FreeSwitch(port=-1, password="x"), "port"),
        (lambda: sh.FreeSwitch(stale_after=-1, password="x"), "stale_after"),
        (lambda: sh.Engine(max_queued_operations=0), "max_queued_operations"),
        (lambda: sh.Engine(event_retention=-1), "event_retention"),
        (lambda: sh.Engine(close_limit=2**63 - 1), "close_limit"),
        (lambda: sh.FreeSwitch(dnd="x"), "dnd"),
        (lambda: sh.Engine(telephony="x"), "telephony"),
        (lambda: sh.Engine(telephony=3), "telephony"),
        (lambda: sh.Engine(telephony=sh.SimulatedPbx), "telephony"),
    ):
        with pytest.raises(sh.InvalidArgument) as caught:
            call()
        assert f'"{name}"' in caught.value.message


@pytest.mark.parametrize("name", ["", "a/b", "x" * 65, "línea", "a\nb", None, 5, b"acme"])
def test_a_bad_tenant_is_refused_without_touching_a_store(engine, name):
    with pytest.raises(sh.InvalidArgument):
        engine.tenant(name)


def test_roles_are_members_or_names_and_are_checked(engine):
    assert engine.tenant("acme").role is sh.Role.service
    assert repr(engine.tenant("acme", "ana", "agent")) == "Tenant(id='acme', user='ana', role='agent')"
    with pytest.raises(sh.InvalidArgument, match="role"):
        engine.tenant("acme", role="boss")
    agent = engine.tenant("acme", user="ana", role=sh.Role.agent)
    with pytest.raises(sh.Unauthorized):
        agent.destinations.create(name="Jeni", number="1001")


def test_a_store_that_cannot_be_opened_says_why(tmp_path):
    with pytest.raises(sh.Error) as caught:
        sh.Engine(store=f"sqlite:///{tmp_path}/no/such/folder/x.db")
    assert caught.value.code in ("unavailable", "not_found", "invalid_argument", "failed_precondition")
    (tmp_path / "bad.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(sh.Corrupt):
        sh.Engine(store=f"sqlite:///{tmp_path}/bad.db")
    with pytest.raises(sh.Error):
        sh.Engine(store="oracle://x")


def test_a_store_belongs_to_one_engine(tmp_path):
    store = f"sqlite:///{tmp_path}/one.db"
    with sh.Engine(store=store), pytest.raises(sh.FailedPrecondition):
        sh.Engine(store=store)


def test_a_closed_engine_is_unavailable():
    engine = sh.Engine()
    tenant = engine.tenant("acme")
    engine.close()
    engine.close()
    for call in (tenant.tenants.get, engine.health, lambda: engine.events(), lambda: engine.subscribe(print)):
        with pytest.raises(sh.Unavailable):
            call()


def test_a_password_is_not_shown():
    assert "ClueCon" not in repr(sh.FreeSwitch(password="ClueCon"))


def test_a_large_utterance_is_refused_and_the_engine_goes_on(office, pbx):
    handoff = office.handoffs.start(call_id=pbx.place_call(), caller="anonymous")
    with pytest.raises(sh.InvalidArgument, match="text"):
        office.handoffs.hear(handoff_id=handoff.id, text="a" * 1_000_000)
    assert office.handoffs.get(handoff_id=handoff.id).id == handoff.id


@pytest.mark.parametrize("name", ["a\nb", 'a"b', "a{b}c", "a,b", "a%0Ab", "a'b"])
def test_odd_names_are_stored_as_they_are_or_refused(tenant, name):
    try:
        made = tenant.destinations.create(name=name, number="1001")
    except sh.InvalidArgument:
        return
    assert tenant.destinations.get(destination_id=made.id).name == name


@pytest.mark.parametrize(
    ("number", "reason", "say"),
    [
        ("0800 123 4567", "not_callable", "Contato não permitido: este tipo de número não pode ser chamado"),
        ("1004", "own_extension", "Contato não permitido: 1004 é um ramal da própria empresa"),
    ],
)
def test_a_number_that_cannot_be_called_back_comes_with_words_for_the_caller(tenant, number, reason, say):
    tenant.agents.create(user_id="jeni", name="Jeni", extension="1004")
    with pytest.raises(sh.InvalidArgument) as caught:
        tenant.callbacks.create(number=number, extension="1005")
    assert (caught.value.details["reason"], caught.value.details["say"]) == (reason, say)
