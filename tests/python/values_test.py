"""Python values become the library's and back, and what does not fit is refused by name."""

import copy
import pickle
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal

import pytest

import smarthandoff as sh

UTC = timezone.utc


def refused(call, *parts):
    with pytest.raises(sh.InvalidArgument) as caught:
        call()
    for part in parts:
        assert part in caught.value.message
    assert caught.value.code == "invalid_argument" and not caught.value.retryable
    return caught.value


def test_a_struct_is_made_with_its_defaults():
    trunk = sh.Trunk(gateway="carrier")
    assert trunk.number_format is sh.NumberFormat.e164
    assert repr(trunk) == "Trunk(gateway='carrier', number_format=<NumberFormat.e164: 'e164'>, carrier='')"


def test_structs_are_equal_by_their_fields_and_hash_alike():
    one, same, other = sh.Trunk(gateway="a"), sh.Trunk(gateway="a"), sh.Trunk(gateway="b")
    assert one == same and hash(one) == hash(same)
    assert one != other and one != "a"


def test_a_struct_is_not_changed_but_replaced():
    trunk = sh.Trunk(gateway="a")
    with pytest.raises(AttributeError):
        trunk.gateway = "b"
    with pytest.raises(AttributeError):
        del trunk.gateway
    with pytest.raises(AttributeError):
        trunk.other = 1
    assert trunk.__replace__(gateway="b") == sh.Trunk(gateway="b")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_values_can_be_copied_and_pickled(again):
    for value in (sh.Trunk(gateway="a"), sh.NumberFormat.national, sh.Money("1.50"), sh.Role.admin):
        assert again(value) == value
        assert type(again(value)) is type(value)
    error = again(sh.NotFound("nothing", {"id": "1"}))
    assert (error.code, error.message, error.details) == ("not_found", "nothing", {"id": "1"})


def test_enums_are_their_wire_names():
    assert str(sh.NumberFormat.zero_carrier) == "zero_carrier" == sh.NumberFormat.zero_carrier
    assert f"{sh.NumberFormat.e164}" == "e164"
    assert sh.NumberFormat("national") is sh.NumberFormat.national


@pytest.mark.parametrize("given", [sh.NumberFormat.national, "national"])
def test_an_enum_is_taken_as_member_or_name(given):
    assert sh.Trunk(number_format=given).number_format is sh.NumberFormat.national


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"gateway": 5}, ['"gateway"', "must be a text, not int"]),
        ({"gateway": b"x"}, ['"gateway"', "must be a text, not bytes"]),
        ({"number_format": []}, ['"number_format"', "not list"]),
        ({"gateway": "\ud800"}, ['"gateway"', "lone surrogates"]),
        ({"number_format": "octal"}, ['"number_format"', "e164, national, zero_carrier"]),
        ({"number_format": 1}, ['"number_format"', "e164"]),
        ({"gate": "x"}, ['"gate"', "is not a field of Trunk"]),
    ],
)
def test_a_wrong_field_is_named(fields, parts):
    refused(lambda: sh.Trunk(**fields), *parts)


def test_positional_fields_are_refused():
    refused(lambda: sh.Trunk("carrier"), "by name")


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"blind_transfer": 1}, ['"blind_transfer"', "true or false, not int"]),
        ({"trunk": {"gateway": 1}}, ['"trunk.gateway"']),
        ({"trunk": "x"}, ['"trunk"', "an object (Trunk), not str"]),
        ({"trunk": {1: "x"}}, ['"trunk"', "texts as its keys"]),
        ({"identities": "x"}, ['"identities"', "a list, not str"]),
        ({"identities": [{"kind": "page_id", "value": "1"}, 5]}, ['"identities[1]"']),
        ({"texts": [sh.TextOverride(key="a", language="pt-BR", text="b"), {"key": b"x"}]}, ['"texts[1].key"']),
    ],
)
def test_a_wrong_nested_field_is_named_by_its_path(tenant, fields, parts):
    refused(lambda: tenant.tenants.update(**fields), *parts)


@pytest.mark.parametrize("collection", [list, tuple])
def test_nested_values_are_taken_as_structs_or_dicts_in_lists_or_tuples(tenant, collection):
    identities = collection(
        [sh.TenantIdentity(kind="pbx_domain", value="a.local"), {"kind": "page_id", "value": "12345"}]
    )
    profile = tenant.tenants.update(identities=identities, trunk={"gateway": "carrier"})
    assert list(profile.identities) == [
        sh.TenantIdentity(kind="pbx_domain", value="a.local"),
        sh.TenantIdentity(kind="page_id", value="12345"),
    ]
    assert profile.trunk == sh.Trunk(gateway="carrier")


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_an_integer_beyond_64_bits_is_refused(tenant, number):
    refused(lambda: tenant.tenants.list(limit=number), '"limit"', "64 bits")


@pytest.mark.parametrize("number", [1.0, "1", True, [1]])
def test_what_is_no_integer_is_refused(tenant, number):
    refused(lambda: tenant.tenants.list(limit=number), '"limit"', "a whole number")


def time_of(tenant, now):
    return tenant.understand.time("amanhã às 14h30", now, "America/Sao_Paulo", "pt-BR")


def test_datetimes_of_any_zone_are_instants(tenant):
    moment = datetime(2026, 1, 16, 13, 7, tzinfo=UTC)
    expected = datetime(2026, 1, 17, 17, 30, tzinfo=UTC)
    for zone in (UTC, timezone(timedelta(hours=-3)), timezone(timedelta(hours=5, minutes=30))):
        answer = time_of(tenant, moment.astimezone(zone))
        assert answer.utc == expected and answer.utc.tzinfo is UTC


def test_naive_datetimes_are_refused(tenant):
    refused(lambda: time_of(tenant, datetime(2026, 1, 16)), '"now"', "time zone")


@pytest.mark.parametrize("now", ["2026-01-16T13:07:00Z", 0, None])
def test_what_is_no_datetime_is_refused(tenant, now):
    refused(lambda: time_of(tenant, now), '"now"', "a date and time with zone")


class Unsure(tzinfo):
    def utcoffset(self, moment):
        return None

    def dst(self, moment):
        return None

    def tzname(self, moment):
        return "?"


class Broken(Unsure):
    def utcoffset(self, moment):
        raise KeyError("no table")


def test_a_zone_without_offset_is_naive_and_its_own_errors_come_through(tenant):
    refused(lambda: time_of(tenant, datetime(2026, 1, 16, tzinfo=Unsure())), '"now"', "time zone")
    with pytest.raises(KeyError, match="no table"):
        time_of(tenant, datetime(2026, 1, 16, tzinfo=Broken()))


def test_money_is_exact():
    assert sh.Money("12.30") == sh.Money(Decimal("12.3")) and sh.Money(5).amount == Decimal(5)
    assert repr(sh.Money("1.5", "USD")) == "Money(amount=Decimal('1.5'), currency='USD')"
    for wrong in (1.5, True, "one", None):
        refused(lambda wrong=wrong: sh.Money(wrong), '"amount"')
    with pytest.raises(AttributeError):
        sh.Money(1).amount = Decimal(2)


def test_texts_of_every_plane_survive(tenant):
    name = "Açaí 👤 日本語"
    assert tenant.tenants.update(company_name=name).company_name == name


def test_none_is_as_good_as_absent(tenant):
    assert sh.Trunk(gateway=None) == sh.Trunk()
    refused(lambda: tenant.destinations.create(name=None, number="1001"), '"name"', "must be a text, not None")
