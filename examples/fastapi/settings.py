"""The configuration, read from environment variables once, at start. What is wrong is named, all of it at once."""

import os
import re
from dataclasses import dataclass, field
from typing import Callable, Mapping

import smarthandoff as sh

Check = Callable[[str], bool]


def matches(pattern: str) -> Check:
    return lambda value: re.fullmatch(pattern, value) is not None


def between(lowest: int, highest: int) -> Check:
    return lambda value: re.fullmatch(r"[0-9]{1,9}", value) is not None and lowest <= int(value) <= highest


def is_key(value: str) -> bool:
    """32 bytes as 64 hex digits or as base64."""
    return re.fullmatch(r"[0-9A-Fa-f]{64}|[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", value) is not None


def key_items(value: str) -> list[tuple[str, str]]:
    """Name and key of each; one without a name is called "default"."""
    items = (item.rpartition(":") for item in value.split(","))
    return [(name or "default", key) for name, _, key in items]


def is_keys(value: str) -> bool:
    items = key_items(value)
    names = {name for name, _ in items if re.fullmatch(r"[A-Za-z0-9_.:-]{1,64}", name)}
    return len(names) == len(items) and all(is_key(key) for _, key in items)


def is_phone(value: str) -> bool:
    return re.fullmatch(r"\+[0-9]{1,15}", value) is not None and sh.understand.phone(value).e164 == value


STORE = "sqlite:///file or postgresql://user:password@host:port/database"
TEXT, URL = matches(r"\S+"), matches(r"https?://[^\s/]+\S*")
SECURE = matches(r"(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?)(/[^\s?#@]*)?")
TOKEN, DIGITS = matches(r"[!-~]{1,4096}"), matches(r"[0-9]{1,32}")


def sid(letters: str) -> tuple[str, Check]:
    return f"{letters} and 32 hex digits", matches(letters + "[0-9a-fA-F]{32}")


# name: (what it must be, its check); DETAILS of each group are in docs/examples.md.
REQUIRED = {
    "DATABASE_URL": (STORE, matches(r"sqlite:///\S+|sqlite://:memory:|(postgresql|postgres)://\S+")),
    "SECRET_KEY": ("at least 32 characters, not counting blanks around them", lambda value: len(value.strip()) >= 32),
    "BASE_URL": ("http(s)://…", URL),
    "CREDENTIALS_ENCRYPTION_KEY": ("32 bytes as 64 hex digits or as base64, or id:key,id:key oldest first", is_keys),
}
GROUPS = {
    "ESL_": {
        "ESL_HOST": ("a host name", TEXT),
        "ESL_PORT": ("1 to 65535", between(1, 65535)),
        "ESL_PASSWORD": ("a password", TEXT),
        "ESL_DOMAIN": ("a PBX domain", TEXT),
    },
    "TWILIO_": {
        "TWILIO_ACCOUNT_SID": sid("AC"),
        "TWILIO_AUTH_TOKEN": ("a token", TOKEN),
        "TWILIO_PHONE_NUMBER": ("a telephone number as + and digits", is_phone),
        "TWILIO_PHONE_NUMBER_FL": ("a telephone number as + and digits", is_phone),
        "TWILIO_PHONE_NUMBER_TX": ("a telephone number as + and digits", is_phone),
        "TWILIO_API_KEY": sid("SK"),
        "TWILIO_API_SECRET": ("the key's secret", TOKEN),
        "TWILIO_TWIML_APP_SID": sid("AP"),
        "TWILIO_API_URL": ("https://…, or http:// on this machine: a double of Twilio", SECURE),
    },
    "WHATSAPP_": {
        "WHATSAPP_VERIFY_TOKEN": ("a token", TEXT),
        "WHATSAPP_ACCESS_TOKEN": ("a token", TEXT),
        "WHATSAPP_APP_SECRET": ("the app's secret, for the signatures of webhooks", TEXT),
        "WHATSAPP_PHONE_NUMBER_ID": ("digits", DIGITS),
        "WHATSAPP_BUSINESS_ACCOUNT_ID": ("digits", DIGITS),
    },
    "EVOLUTION_": {
        "EVOLUTION_API_URL": ("http(s)://…", URL),
        "EVOLUTION_API_KEY": ("a key", TEXT),
        "EVOLUTION_API_INSTANCE": ("a name", TEXT),
    },
    "CRM_": {"CRM_API_URL": ("http(s)://…", URL), "CRM_API_KEY": ("a key", TEXT)},
    "OPENAI_": {"OPENAI_API_KEY": ("a key", TEXT), "OPENAI_COBRANCA_ASSISTANT_ID": ("an id", TEXT)},
    "AZURE_": {"AZURE_SPEECH_KEY": ("a key", TEXT), "AZURE_SPEECH_REGION": ("e.g. brazilsouth", matches(r"[a-z0-9]+"))},
}
# What is read of a variable that is not set; a default switches no group on, a variable that is set does.
DEFAULTS = {
    "ESL_HOST": "127.0.0.1",
    "ESL_PORT": "8021",
    "ESL_DOMAIN": "",
    "TWILIO_API_KEY": "",
    "TWILIO_API_SECRET": "",
    "TWILIO_TWIML_APP_SID": "",
    "TWILIO_API_URL": "",
    "WHATSAPP_APP_SECRET": "",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "DEFAULT_TENANT": "default",
}
OTHERS = {
    "HOST": ("an address to listen at", TEXT),
    "PORT": ("0 to 65535; 0: a free one", between(0, 65535)),
    "DEFAULT_TENANT": ("1-64 of letters, digits, - _ . :", matches(r"[A-Za-z0-9_.:-]{1,64}")),
    "MESSAGE_GROUPING_DELAY": ("seconds", between(0, 3600)),
    "FILA_PROCESS_INTERVAL": ("seconds", between(1, 86400)),
    "FILA_ABANDONED_TIMEOUT": ("seconds", between(1, 86400)),
    "FILA_DEFAULT_SIMULTANEOUS": ("1 to 1000", between(1, 1000)),
}
USED_GROUPS = {"ESL_", "TWILIO_", "WHATSAPP_"}


class BadSettings(Exception):
    """One line per variable that is missing or malformed; never a value."""


def bad_store(error: sh.Error) -> BadSettings | None:
    """An address that only the library could read to its end; its words may hold a password, and are left out."""
    if error.code != "invalid_argument" or error.details.get("field") != "store":
        return None
    return BadSettings(f"DATABASE_URL: malformed; must be {STORE}")


@dataclass
class Settings:
    values: dict[str, str]
    groups: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def public_url(self) -> str:
        """Where the routes are found from outside."""
        return self["BASE_URL"].rstrip("/")

    def encryption_keys(self) -> list[dict[str, str]]:
        return [{"id": name, "key": key} for name, key in key_items(self["CREDENTIALS_ENCRYPTION_KEY"])]


def wrong_beside_twilio(given: Mapping[str, str]) -> list[str]:
    """What the variables of TWILIO_ ask of each other and of others."""
    wrong = []
    for one, other in (("TWILIO_API_KEY", "TWILIO_API_SECRET"), ("TWILIO_API_SECRET", "TWILIO_API_KEY")):
        if one in given and other not in given:
            wrong.append(f"{other}: missing; must be given with {one}")
    if "BASE_URL" in given and not SECURE(given["BASE_URL"]):
        wrong.append("BASE_URL: malformed; must be https://…, which Twilio can ask")
    return wrong


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    given = {name: value for name, value in environment.items() if value}
    wrong: list[str] = []
    base, webhook = given.get("BASE_URL"), given.get("WEBHOOK_BASE_URL")
    if base and webhook and base != webhook:
        wrong.append("WEBHOOK_BASE_URL: must be the same as BASE_URL, or be left out")
    if webhook:
        given.setdefault("BASE_URL", webhook)
    found = Settings({**DEFAULTS, **given})

    def check(name: str, what: str, fits: Check, missing: str = "") -> None:
        if name not in given:
            if missing:
                wrong.append(f"{name}: missing; must be {what}{missing}")
        elif not fits(given[name]):
            wrong.append(f"{name}: malformed; must be {what}")

    for name, (what, fits) in REQUIRED.items():
        check(name, what, fits, " ")
    for group, members in GROUPS.items():
        on = [name for name in members if name in given]
        if on:
            found.groups.add(group)
        for name, (what, fits) in members.items():
            needed = on and name not in DEFAULTS
            check(name, what, fits, f" ({group} is on: {on[0]} is set)" if needed else "")
    for name, (what, fits) in OTHERS.items():
        check(name, what, fits)
    if "TWILIO_" in found.groups:
        wrong += [f"{line} (TWILIO_ is on)" for line in wrong_beside_twilio(given)]
    if wrong:
        raise BadSettings("\n".join(line.rstrip() for line in wrong))
    found.notes = [f"{group}: set, but this build does not use it" for group in sorted(found.groups - USED_GROUPS)]
    if "WHATSAPP_" in found.groups and not found["WHATSAPP_APP_SECRET"]:
        found.notes.append("WHATSAPP_APP_SECRET: not set, so that no webhook can be checked and all are refused")
    if "TWILIO_" in found.groups and not found["TWILIO_API_KEY"]:
        found.notes.append("TWILIO_API_KEY: not set, so that agents get no access token")
    return found
