"""Python has exactly what the table of operations names."""

import enum
import inspect
import keyword

import pytest

import smarthandoff as sh
from smarthandoff import _operations, _types

OPERATIONS = _operations.OPERATIONS
IDS = [line["name"] for line in OPERATIONS]


@pytest.mark.parametrize("line", OPERATIONS, ids=IDS)
@pytest.mark.parametrize("view", [sh.Tenant, sh.AsyncTenant])
def test_every_operation_is_a_method_with_its_fields(view, line):
    group, name = _operations.split(line["name"])
    method = getattr(view_class(view, group), name)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    expected = {field for field, _, _, _ in _types.TYPES[line["request"]]["fields"]}
    if line["kind"] != "pure":
        expected |= {"request_id", "wait_seconds"}
    assert {parameter.name for parameter in parameters} == expected
    assert line["doc"] in method.__doc__


def view_class(view, group):
    with sh.Engine() as engine:
        opened = view(engine, engine._native.tenant("acme", None, None))
        return type(getattr(opened, group))


@pytest.mark.parametrize("line", OPERATIONS, ids=IDS)
def test_required_fields_have_no_default_and_the_others_theirs(line):
    group, name = _operations.split(line["name"])
    signature = inspect.signature(getattr(view_class(sh.Tenant, group), name))
    for field, _, _, required in _types.TYPES[line["request"]]["fields"]:
        assert (signature.parameters[field].default is inspect.Parameter.empty) == required


def test_only_awaited_and_stored_operations_are_coroutines():
    for line in OPERATIONS:
        group, name = _operations.split(line["name"])
        method = getattr(view_class(sh.AsyncTenant, group), name)
        assert inspect.iscoroutinefunction(method) == (line["kind"] != "pure"), line["name"]


@pytest.mark.parametrize("line", _types.TYPES.values(), ids=list(_types.TYPES))
def test_every_described_type_is_a_public_class(line):
    made = getattr(sh, line["name"])
    assert line["name"] in sh.__all__
    assert line["doc"] in made.__doc__
    if line["kind"] == "enumeration":
        assert issubclass(made, enum.Enum)
        assert [str(member) for member in made] == line["enumerators"]
    else:
        assert list(made.__slots__) == [name for name, _, _, _ in line["fields"]]


def test_no_two_types_share_a_name():
    names = [line["name"] for line in sh._native.registry.types()]
    assert len(names) == len(set(names))


def test_no_wire_name_is_a_keyword_or_an_option_of_a_call():
    for line in _types.TYPES.values():
        names = [name for name, _, _, _ in line["fields"]] + line["enumerators"]
        assert not [name for name in names if keyword.iskeyword(name)]
    for line in OPERATIONS:
        fields = {name for name, _, _, _ in _types.TYPES[line["request"]]["fields"]}
        assert not fields & set(_operations.CALL_OPTIONS), line["name"]
        assert not keyword.iskeyword(_operations.split(line["name"])[1])


def test_every_error_code_has_a_class():
    expected = {
        "InvalidArgument", "NotFound", "AlreadyExists", "FailedPrecondition", "Conflict", "Unavailable", "Timeout",
        "RateLimited", "InDoubt", "Unauthorized", "Corrupt", "Unsupported", "Internal",
    }  # fmt: skip
    found = {name for name in sh.__all__ if inspect.isclass(getattr(sh, name)) and issubclass(getattr(sh, name), sh.Error)}
    assert found == expected | {"Error"}
    retryable = {name for name in expected if getattr(sh, name).retryable}
    assert retryable == {"Unavailable", "Timeout", "RateLimited", "Conflict"}
