"""The logic of a contact centre as an embeddable SDK: transfers, callbacks, tickets.

    import smarthandoff as sh

    with sh.Engine(store="sqlite:///handoff.db", telephony=sh.FreeSwitch(password="ClueCon")) as engine:
        tenant = engine.tenant("acme")
        outcome = tenant.handoffs.transfer(handoff_id=handoff_id, to="Jeni")
"""

import sys as _sys
import types as _types_module

from . import _errors, _native, _operations, _types, esl
from ._async_engine import AsyncEngine, AsyncSubscription
from ._engine import Engine, SimulatedPbx, Subscription, TwilioDouble
from ._errors import Error
from ._operations import AsyncTenant, Tenant
from ._streams import EventStream
from ._types import Money

FreeSwitch = _native.FreeSwitch
Twilio = _native.Twilio
for _public in (
    AsyncEngine,
    AsyncSubscription,
    Engine,
    EventStream,
    FreeSwitch,
    SimulatedPbx,
    Subscription,
    Twilio,
    TwilioDouble,
):
    _public.__module__ = __name__

globals().update(_errors.CLASSES)
globals().update(_types.CLASSES)


def _add_pure_functions() -> None:
    """Makes ``smarthandoff.understand.phone`` and its like: the pure operations without a tenant."""
    for index, line in enumerate(_operations.OPERATIONS):
        if line["kind"] != "pure":
            continue
        group, name = _operations.split(line["name"])
        path = f"{__name__}.{group}"
        module = _sys.modules.setdefault(path, _types_module.ModuleType(path, f"Pure functions: {group}."))
        globals()[group] = module
        setattr(module, name, _operations.pure_function(index, line))


_add_pure_functions()

__version__ = "0.1.0"
__all__ = [
    "AsyncEngine",
    "AsyncSubscription",
    "AsyncTenant",
    "Engine",
    "Error",
    "EventStream",
    "FreeSwitch",
    "Money",
    "SimulatedPbx",
    "Subscription",
    "Tenant",
    "Twilio",
    "TwilioDouble",
    "esl",
    *_errors.CLASSES,
    *_types.CLASSES,
    *sorted({_operations.split(_line["name"])[0] for _line in _operations.OPERATIONS if _line["kind"] == "pure"}),
]
