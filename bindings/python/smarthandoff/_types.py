"""The structs and enums of the library as Python classes, made from their descriptions."""

from __future__ import annotations

import enum
from decimal import Decimal, InvalidOperation
from typing import Any

from . import _native
from ._errors import BY_CODE, invalid_field, make


class Money:
    """An exact amount and its ISO 4217 currency."""

    __slots__ = ("amount", "currency")
    __module__ = "smarthandoff"
    amount: Decimal
    currency: str

    def __init__(self, amount: Decimal | int | str, currency: str = "BRL") -> None:
        if isinstance(amount, bool) or not isinstance(amount, (Decimal, int, str)):
            raise invalid_field("amount", f"must be a Decimal, an int or a text, not {type(amount).__name__}")
        try:
            object.__setattr__(self, "amount", Decimal(amount))
        except InvalidOperation:
            raise invalid_field("amount", "must be a decimal number") from None
        object.__setattr__(self, "currency", currency)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Money.{name} cannot be set")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount == other.amount and self.currency == other.currency

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))

    def __repr__(self) -> str:
        return f"Money(amount={self.amount!r}, currency={self.currency!r})"

    def __reduce__(self) -> Any:
        return Money, (self.amount, self.currency)


class WireEnum(str, enum.Enum):
    """An enum whose members are, print and compare as their wire names."""

    __module__ = "smarthandoff"

    def __str__(self) -> str:
        return str.__str__(self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)


class Struct:
    """A value of the library: made with keywords, compared by its fields, not changed."""

    __slots__: tuple[str, ...] = ()
    __module__ = "smarthandoff"

    def __new__(cls, /, *args: Any, **fields: Any) -> Any:
        if args:
            raise BY_CODE["invalid_argument"](f"{cls.__name__} takes its fields by name")
        return _native.make(cls.__name__, fields)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be set; make another with __replace__")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.__slots__)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"

    def __replace__(self, /, **changes: Any) -> Any:
        return type(self)(**{**{name: getattr(self, name) for name in self.__slots__}, **changes})

    def __reduce__(self) -> Any:
        return _restore, (type(self), [getattr(self, name) for name in self.__slots__])


def _restore(cls: type[Struct], values: list[Any]) -> Any:
    made: Any = object.__new__(cls)
    for name, value in zip(cls.__slots__, values):
        object.__setattr__(made, name, value)
    return made


def _make_struct(line: dict[str, Any]) -> type:
    fields = "\n".join(f"    {name}: {doc}" for name, doc, _, _ in line["fields"])
    members = {
        "__slots__": tuple(name for name, _, _, _ in line["fields"]),
        "__doc__": f"{line['doc']}\n\n{fields}",
        "__module__": "smarthandoff",
        "__qualname__": line["name"],
    }
    return type(line["name"], (Struct,), members)


def _make_enum(line: dict[str, Any]) -> Any:
    members = [(name, name) for name in line["enumerators"]]
    made: Any = WireEnum(line["name"], members, module="smarthandoff")  # type: ignore[call-overload]
    made.__doc__ = line["doc"]
    return made


def _make_classes() -> dict[str, Any]:
    classes: dict[str, Any] = {}
    for name, line in TYPES.items():
        if line["kind"] == "structure":
            classes[name] = _make_struct(line)
            _native.registry.bind_structure(name, classes[name])
        else:
            classes[name] = _make_enum(line)
            _native.registry.bind_enumeration(name, list(classes[name]))
    return classes


_native.registry.bind_helpers(Money, Decimal, make)
TYPES: dict[str, dict[str, Any]] = {line["name"]: line for line in _native.registry.types()}
CLASSES = _make_classes()
