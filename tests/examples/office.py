"""A company with a simulated PBX, agents and tickets, and one server for them."""

import httpx

import smarthandoff as sh
from servers import PATIENCE, Server, bearer, required

APP_SECRET = "the app's secret".replace(" ", "-")
DOMAIN_UUID = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d"
CUSTOMER = "+5518997751234"
OTHER_CUSTOMER = "+5518997751235"


class Office:
    """One server with its PBX and tickets; each test takes tickets of its own."""

    def __init__(self, name, folder, store):
        self.pbx = sh.SimulatedPbx(domain="pbx.local")
        for extension in ("1001", "1002", "1003"):
            self.pbx.add_phone(extension=extension, behaviour="answers", after=100)
        self.pbx.add_phone(extension="1004", behaviour="busy")
        self.pbx.add_gateway("trunk")
        for customer in (CUSTOMER, OTHER_CUSTOMER):
            self.pbx.add_phone(extension=customer, gateway="trunk", behaviour="answers", after=100)
        self.pbx.start()
        settings = required(folder) | {"DATABASE_URL": store}
        self.tickets = seed(settings["DATABASE_URL"])
        settings |= {
            "ESL_PORT": str(self.pbx.listen()),
            "ESL_PASSWORD": "ClueCon",
            "ESL_DOMAIN": "pbx.local",
            "DEFAULT_TENANT": "acme",
            "WHATSAPP_VERIFY_TOKEN": "verify-me",
            "WHATSAPP_ACCESS_TOKEN": "access-me",
            "WHATSAPP_APP_SECRET": APP_SECRET,
            "WHATSAPP_PHONE_NUMBER_ID": "109876543210987",
            "WHATSAPP_BUSINESS_ACCOUNT_ID": "223344556677889",
        }
        # Phones are away until a test wants somebody to be alerted.
        for extension in ("1001", "1002", "1003", "1004"):
            self.pbx.set_registered(extension, False)
        self.server = Server(name, settings).wait_until_listening()
        self.http = httpx.Client(base_url=self.server.url, timeout=PATIENCE, headers=bearer())

    def get(self, path, **options):
        return self.http.get(path, **options)

    def post(self, path, json=None, **options):
        return self.http.post(path, json=json, **options)

    def close(self):
        self.http.close()
        self.server.kill()
        self.pbx.close()


TICKETS = {
    # name: (extension, department)
    "initiate": ("1001", "Financeiro"),
    "originate": ("1001", "Financeiro"),
    "offline": ("1003", "Suporte"),
    "snooze": ("1001", "Financeiro"),
    "dismiss": ("1001", "Financeiro"),
    "closed": ("1001", "Financeiro"),
    "result": ("1001", "Financeiro"),
    "ready": ("1002", "Vendas"),
    "colleague": ("1002", "Vendas"),
    "taken": ("1004", "Plantão"),
}


def seed(store):
    tickets = {}
    with sh.Engine(store=store) as engine:
        for name in ("acme", "other"):
            tenant = engine.tenant(name)
            identities = [{"kind": "pbx_domain", "value": "pbx.local"}, {"kind": "pbx_domain", "value": DOMAIN_UUID}]
            tenant.tenants.update(
                trunk={"gateway": "trunk"}, opening_hours="", default_area_code="18",
                identities=identities if name == "acme" else [],
            )
            always = {"name": "br.requested", "valid_from": "2020-01-01", "source": "tests at any hour", "hours": "mon-sun 00:00-24:00"}
            tenant.gate.load(profiles=[always])
        other = tenant.callbacks.create(number=CUSTOMER, extension="1001")
        tickets["foreign"] = other.ticket_id
        tenant = engine.tenant("acme")
        for user, extension, department in (("maria", "1001", "Financeiro"), ("joao", "1002", "Vendas"), ("rui", "1003", "Suporte")):
            tenant.agents.create(user_id=user, name=user.title(), extension=extension, department=department)
        tenant.agents.create(user_id="ana", name="Ana", department="Financeiro")
        for count, (name, (extension, department)) in enumerate(TICKETS.items()):
            number = {"initiate": CUSTOMER, "originate": OTHER_CUSTOMER}.get(name, f"+55189977500{count:02}")
            made = tenant.callbacks.create(
                number=number, contact_id=name, extension=extension, department=department, reason=f"sobre {name}"
            )
            tickets[name] = made.ticket_id
            if name == "result":
                tenant.callbacks.initiate(callback_id=made.id, extension=extension, call_id="own-call-1")
        tenant.callbacks.cancel(callback_id=tenant.tickets.get(ticket_id=tickets["closed"]).callback_id, reason="desistiu")
        call = tenant.handoffs.start(call_id="call-1", caller=CUSTOMER)
        assert call.id
    return tickets
