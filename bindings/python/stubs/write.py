"""Writes the package's .pyi files from the table of operations: ``python write.py <package folder>``.

It runs in the build, after the extension was linked; the hand-bound objects' part is hand_bound.pyi.
"""

from __future__ import annotations

import pathlib
import sys
from typing import Any, Iterator

from smarthandoff import _errors, _native, _operations, _types

HEADER = """# Written by stubs/write.py in the build: do not change.
import enum
from datetime import datetime
from decimal import Decimal
from typing import Any, Awaitable, Callable, Mapping, Optional, Protocol, Sequence, Union, overload
"""
SIMPLE = {
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "text": "str",
    "instant": "datetime",
    "milliseconds": "int",
    "money": "Money",
}
# What is taken in more than one form.
TAKEN = {
    "Body": "Union[str, bytes]",
    "Bytes": "bytes",
    "FormValue": "Union[str, Sequence[str]]",
    "TwimlVerb": "Mapping[str, Any]",
    "UnixTime": "Union[datetime, int]",
}


def answered(reference: Any) -> str:
    """The type of a value that the library answers."""
    kind, what = reference
    if kind == "optional":
        return f"Optional[{answered(what)}]"
    if kind == "list":
        return f"list[{answered(what)}]"
    if kind == "map":
        return f"dict[str, {answered(what)}]"
    return "bytes" if what == "Bytes" else SIMPLE.get(kind) or str(what)


def taken(reference: Any) -> str:
    """The type of a value that the library takes."""
    kind, what = reference
    if kind == "optional":
        return f"Optional[{taken(what)}]"
    if kind == "list":
        return f"Sequence[{taken(what)}]"
    if kind == "map":
        return f"Mapping[str, {taken(what)}]"
    if kind == "enumeration":
        return f"Union[{what}, str]"
    if kind == "structure":
        return f"Union[{what}, Mapping[str, Any]]"
    return TAKEN.get(what) or SIMPLE[kind]


def parameters(name: str) -> list[str]:
    """The fields of a struct as keyword parameters, those without a default first."""
    fields = sorted(_types.TYPES[name]["fields"], key=lambda field: not field[3])
    return [f"{field}: {taken(kind)}" + ("" if required else " = ...") for field, _, kind, required in fields]


def docstring(text: str, indent: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"""', "'''")
    return f'{indent}"""{quoted} """' if quoted.endswith('"') else f'{indent}"""{quoted}"""'


def enum_lines(line: dict[str, Any]) -> Iterator[str]:
    yield f"class {line['name']}(str, enum.Enum):"
    yield docstring(line["doc"], "    ")
    for name in line["enumerators"]:
        # str has methods of these names.
        ignore = "  # type: ignore[assignment]" if hasattr(str, name) else ""
        yield f'    {name} = "{name}"{ignore}'
    yield ""


def struct_lines(line: dict[str, Any]) -> Iterator[str]:
    name = line["name"]
    yield f"class {name}:"
    yield docstring(line["doc"], "    ")
    for field, doc, kind, _ in line["fields"]:
        shown = "Any" if (name, field) == ("Event", "payload") else answered(kind)
        yield "    @property"
        yield f"    def {field}(self) -> {shown}:"
        yield docstring(doc, "        ")
    arguments = ", ".join(["*", *parameters(name)]) if line["fields"] else ""
    yield f"    def __init__(self, {arguments}) -> None: ..." if arguments else "    def __init__(self) -> None: ..."
    yield "    def __replace__(self, **changes: Any) -> " + name + ": ..."
    yield "    def __hash__(self) -> int: ..."
    yield ""


def method_lines(line: dict[str, Any], asynchronous: bool) -> Iterator[str]:
    _, method = _operations.split(line["name"])
    pure = line["kind"] == "pure"
    prefix = "async def" if asynchronous and not pure else "def"
    yield f"    {prefix} {method}("
    yield "        self,"
    if pure:
        fields = _types.TYPES[line["request"]]["fields"]
        yield from (f"        {f}: {taken(kind)}" + ("," if required else " = ...,") for f, _, kind, required in fields)
    else:
        yield "        *,"
        yield from (f"        {parameter}," for parameter in parameters(line["request"]))
        yield "        request_id: str = ...,"
        yield "        wait_seconds: float = ...,"
    yield f"    ) -> {answered(line['response'])}:"
    yield docstring(line["doc"], "        ")


def group_lines(asynchronous: bool) -> Iterator[str]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in _operations.OPERATIONS:
        groups.setdefault(_operations.split(line["name"])[0], []).append(line)
    for group, lines in groups.items():
        yield f"class {_operations.class_name(group, asynchronous)}:"
        for line in lines:
            yield from method_lines(line, asynchronous)
        yield ""
    yield f"class {'AsyncTenant' if asynchronous else 'Tenant'}:"
    for name, kind in (("id", "str"), ("user", "str"), ("role", "Role")):
        yield from ("    @property", f"    def {name}(self) -> {kind}: ...")
    for group in groups:
        yield from ("    @property", f"    def {group}(self) -> {_operations.class_name(group, asynchronous)}: ...")
    yield ""


def package_lines(hand_bound: str, pure_groups: list[str]) -> Iterator[str]:
    yield HEADER
    yield "from . import " + ", ".join(f"{name} as {name}" for name in ["esl", *pure_groups])
    yield ""
    yield "__version__: str"
    yield ""
    yield hand_bound
    yield from (f"class {name}(Error): ..." for name in _errors.CLASSES)
    yield ""
    for line in _types.TYPES.values():
        yield from enum_lines(line) if line["kind"] == "enumeration" else struct_lines(line)
    yield from group_lines(False)
    yield from group_lines(True)


def pure_module_lines(group: str) -> Iterator[str]:
    names = sorted(["Money", *_types.CLASSES])
    yield HEADER
    yield "from . import " + ", ".join(names)
    yield ""
    for line in _operations.OPERATIONS:
        of, name = _operations.split(line["name"])
        if of != group:
            continue
        fields = _types.TYPES[line["request"]]["fields"]
        yield f"def {name}("
        yield from (f"    {f}: {taken(kind)}" + ("," if required else " = ...,") for f, _, kind, required in fields)
        yield f") -> {answered(line['response'])}:"
        yield docstring(line["doc"], "    ")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    hand_bound = (pathlib.Path(__file__).parent / "hand_bound.pyi").read_text()
    pure_groups = sorted({_operations.split(line["name"])[0] for line in _native.operations() if line["kind"] == "pure"})
    for group in pure_groups:
        (folder / f"{group}.pyi").write_text("\n".join(pure_module_lines(group)) + "\n")
    (folder / "__init__.pyi").write_text("\n".join(package_lines(hand_bound, pure_groups)) + "\n")


if __name__ == "__main__":
    main()
