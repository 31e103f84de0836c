"""The exception classes, one per error code of the library."""

from __future__ import annotations

from typing import Any

from . import _native


class Error(Exception):
    """What failed, and what a caller can do about it.

    ``code`` is the wire name of the error code, ``message`` says what failed and what would be right,
    ``retryable`` is true where the same request may succeed later, ``details`` are machine-readable facts.
    """

    code = "internal"
    retryable = False

    def __init__(self, message: str, details: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, str] = dict(details or {})

    def __reduce__(self) -> Any:
        return type(self), (self.message, self.details)


def class_name(wire_name: str) -> str:
    """``failed_precondition`` as the name of a class: ``FailedPrecondition``."""
    return "".join(word.capitalize() for word in wire_name.split("_"))


def _make(code: str, retryable: bool) -> type[Error]:
    members = {"code": code, "retryable": retryable, "__module__": "smarthandoff", "__doc__": f"Error code {code}."}
    return type(class_name(code), (Error,), members)


BY_CODE: dict[str, type[Error]] = {code: _make(code, retryable) for code, retryable in _native.error_codes()}
CLASSES: dict[str, type[Error]] = {made.__name__: made for made in BY_CODE.values()}
Error.__module__ = "smarthandoff"


def make(code: str, message: str, details: dict[str, str]) -> Error:
    """The exception for an error of the library."""
    return BY_CODE[code](message, details)


def invalid_field(field: str, reason: str) -> Error:
    """The library's own wording for a field that is wrong."""
    return BY_CODE["invalid_argument"](f'field "{field}": {reason}', {"field": field})
