"""The engine as the settings want it."""

from typing import Any

import smarthandoff as sh

from auth import Caller
from settings import Settings, bad_store

NUMBERS = {"TWILIO_PHONE_NUMBER": {}, "TWILIO_PHONE_NUMBER_FL": {"state": "FL"}, "TWILIO_PHONE_NUMBER_TX": {"state": "TX"}}


class Host:
    """The open engine and what every request needs of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        telephony = None
        if "ESL_" in settings.groups:
            telephony = sh.FreeSwitch(
                host=settings["ESL_HOST"],
                port=int(settings["ESL_PORT"]),
                password=settings["ESL_PASSWORD"],
                domain=settings["ESL_DOMAIN"],
            )
        self.engine: Any = sh.AsyncEngine(
            store=settings["DATABASE_URL"],
            telephony=telephony,
            encryption_keys=settings.encryption_keys(),
            twilio_url=settings["TWILIO_API_URL"].rstrip("/"),
        )

    async def open(self) -> None:
        try:
            await self.engine.open()
        except sh.Error as error:
            raise (bad_store(error) or error) from None
        if "WHATSAPP_" in self.settings.groups:
            await self._set_channel()
        if "TWILIO_" in self.settings.groups:
            await self._set_phone()

    def tenant_of(self, caller: Caller | None) -> Any:
        """The tenant, user and role of the token; what has none (a webhook) finds its tenant by itself."""
        if caller is None:
            return self.engine.tenant(self.settings["DEFAULT_TENANT"])
        return self.engine.tenant(caller.tenant, user=caller.user or None, role=caller.role)

    async def _set_channel(self) -> None:
        """The channel of the environment, made or brought up to date."""
        channels = self.engine.tenant(self.settings["DEFAULT_TENANT"]).channels
        number = self.settings["WHATSAPP_PHONE_NUMBER_ID"]
        members = {
            "waba_id": self.settings["WHATSAPP_BUSINESS_ACCOUNT_ID"],
            "access_token": self.settings["WHATSAPP_ACCESS_TOKEN"],
            "app_secret": self.settings["WHATSAPP_APP_SECRET"],
            "verify_token": self.settings["WHATSAPP_VERIFY_TOKEN"],
        }
        for channel in (await channels.list(limit=1000)).channels:
            if channel.phone_number_id == number:
                await channels.update(channel_id=channel.id, **members)
                return
        await channels.create(name="WhatsApp", is_default=True, phone_number_id=number, **members)

    async def _set_phone(self) -> None:
        """Twilio's account and numbers of the environment, made or brought up to date."""
        tenant = self.engine.tenant(self.settings["DEFAULT_TENANT"])
        account = await self._set_account(tenant.phone_accounts)
        for variable, members in NUMBERS.items():
            number = self.settings[variable]
            try:
                known = await tenant.numbers.get(number=number)
            except sh.NotFound:
                await tenant.numbers.create(number=number, label=variable, account_id=account.id, **members)
            else:
                await tenant.numbers.update(number_id=known.id, account_id=account.id, **members)
        await tenant.calls.configure(base_url=self.settings.public_url)

    async def _set_account(self, accounts: Any) -> Any:
        sid = self.settings["TWILIO_ACCOUNT_SID"]
        members = {"token": self.settings["TWILIO_AUTH_TOKEN"]}
        optional = {
            "api_key_sid": "TWILIO_API_KEY", "api_key_secret": "TWILIO_API_SECRET", "application_sid": "TWILIO_TWIML_APP_SID",
        }
        members |= {name: self.settings[variable] for name, variable in optional.items() if self.settings[variable]}
        for account in (await accounts.list(limit=1000)).accounts:
            if account.account_sid == sid:
                return await accounts.update(account_id=account.id, **members)
        return await accounts.create(name="Twilio", account_sid=sid, is_default=True, **members)
