"""Who is asking: a Bearer JWT, HS256, signed with SECRET_KEY; claims sub (user id), tenant and role."""

import re
from dataclasses import dataclass
from typing import Any

import jwt

ROLES = ("contact", "agent", "supervisor", "admin", "service")
# Claims that say nothing here: whoever has the key made the token, for whom and when ever.
UNCHECKED: Any = {f"verify_{claim}": False for claim in ("aud", "iat", "iss", "jti", "sub")}


class Refused(Exception):
    """Answered with its HTTP status and text, and the field that is wrong."""

    def __init__(self, status: int, error: str, field: str = "") -> None:
        super().__init__(error)
        self.status, self.error, self.field = status, error, field


@dataclass(frozen=True)
class Caller:
    tenant: str
    user: str
    role: str


def caller_of_token(token: str, secret: str) -> Caller:
    try:
        claims = jwt.decode(token, secret, algorithms=["HS256"], options=UNCHECKED)
    except jwt.InvalidTokenError:
        raise Refused(401, "The token is not valid") from None
    tenant, user, role = claims.get("tenant"), claims.get("sub", ""), claims.get("role")
    known = isinstance(tenant, str) and re.fullmatch(r"[A-Za-z0-9_.:-]{1,64}", tenant) and isinstance(user, str)
    if not known or role not in ROLES or (not user and role != "service"):
        raise Refused(401, "The token names no tenant, user and role")
    return Caller(tenant, user, role)


def caller_of_header(authorization: str | None, secret: str) -> Caller:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "A Bearer token is needed")
    return caller_of_token(token.strip(), secret)
