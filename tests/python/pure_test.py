"""The pure functions: by position or by name, with a tenant's defaults or without a tenant."""

import json
import re
from datetime import datetime

import pytest

import smarthandoff as sh
import smarthandoff.documents
from smarthandoff.understand import phone

from conftest import DATA

REGIONS = {"pt-BR": "BR", "en-US": "US"}
REASONS = re.compile("(?<=[a-z])[A-Z]+")


def vectors(name):
    return json.loads((DATA / "vectors" / f"{name}.json").read_text())["vectors"]


def snake(name):
    return re.sub("([A-Z]+)", r"_\1", name).lower()


def plain(value):
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, sh._types.WireEnum) else value


def check(answer, expected):
    for name, value in expected.items():
        if name.startswith("note"):
            continue
        found = getattr(answer, snake(name))
        if isinstance(value, dict):
            check(found, value)
        else:
            assert plain(found) == value, name


@pytest.mark.parametrize("vector", vectors("cpf_cnpj"), ids=lambda vector: vector["id"])
def test_documents_as_typed(vector):
    check(smarthandoff.documents.parse(vector["input"], vector.get("type")), vector["expected"])


@pytest.mark.parametrize("vector", vectors("phones"), ids=lambda vector: vector["id"])
def test_numbers_as_typed(vector):
    check(phone(vector["input"], vector.get("defaultRegion"), vector.get("defaultDdd")), vector["expected"])


def test_arguments_go_by_position_or_by_name(tenant):
    by_position = tenant.understand.phone("99775-1234", "BR", "18")
    assert by_position == tenant.understand.phone(text="99775-1234", default_region="BR", default_area_code="18")
    assert by_position == phone("99775-1234", default_area_code="18", default_region="BR")
    assert by_position.e164 == "+5518997751234"


def test_omitted_arguments_come_from_the_tenants_profile(tenant):
    assert tenant.understand.phone("99775-1234").status == "invalid"
    tenant.tenants.update(default_area_code="18")
    assert tenant.understand.phone("99775-1234").e164 == "+5518997751234"


def test_the_profiles_change_is_seen_at_once_and_only_by_its_tenant(engine):
    engine.tenant("us").tenants.update(default_region="US")
    assert engine.tenant("us").understand.phone("305 371 1234").e164 == "+13053711234"
    assert engine.tenant("br").understand.phone("305 371 1234").e164 is None


def test_wrong_arguments_are_refused(tenant):
    for call, part in (
        (lambda: phone(), '"text"'),
        (lambda: phone("1", "BR", "18", "x"), "at most 3 arguments"),
        (lambda: phone("1", text="2"), '"text"'),
        (lambda: phone("1", region="BR"), '"region"'),
        (lambda: phone(b"1"), '"text"'),
        (lambda: phone("x" * 5000), '"text"'),
        (lambda: tenant.understand.time("hoje"), '"now"'),
    ):
        with pytest.raises(sh.InvalidArgument) as caught:
            call()
        assert part in caught.value.message


def test_they_are_synchronous_in_the_asynchronous_engine_too():
    import asyncio

    async def main():
        async with sh.AsyncEngine() as engine:
            return engine.tenant("acme").documents.parse("529.982.247-25").canonical

    assert asyncio.run(main()) == "52998224725"
