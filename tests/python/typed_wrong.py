"""Programs that mypy must refuse: each line marked so, and no other."""

import smarthandoff as sh


def wrong(tenant: sh.Tenant, waiting: sh.AsyncTenant) -> None:
    tenant.destinations.create(number="1001")  # wrong: no name
    tenant.destinations.create(name=5, number="1001")  # wrong: a number for a text
    tenant.destinations.creat(name="Jeni")  # wrong: no such operation
    tenant.handoffs.get("1")  # wrong: by position
    waiting.handoffs.get(handoff_id="1").id  # wrong: not awaited
    tenant.tenants.get().colour = "red"  # wrong: not changed
    sh.TransferResult.engaged  # wrong: no such result
