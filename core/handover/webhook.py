"""Documents as signed messages: POST of the document's JSON to the partner's address.

    Idempotency-Key: the document's key; the other side takes each key once
    X-Shelflife-Signature: t=<seconds since 1970>,v1=<HMAC-SHA256 of "<t>.<body>" with the shared secret, in hex>

A message that fails is tried again at once a few times, then at the next sending after a pause that doubles (as core/alerts/deliver.py).
What the other side refuses (4xx but 408, 425, 429) is not tried again. Promise: address and secret are in no log, error, export or backup.
"""

import hashlib
import hmac
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from urllib.parse import urlsplit

from core import settings, vault
from core.alerts.deliver import pause_after, tried
from core.alerts.life import in_utc
from core.errors import InputError
from core.workspace import Workspace, sql

Pause = Callable[[float], None]  # seconds
_LOCAL = ("127.0.0.1", "localhost", "::1")
_LEAST_SECRET = 16  # signs
_SECONDS = 20  # for one answer
_AGAIN = (408, 425, 429)  # refusals that ask to come back


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of one document. status: sent, failed, refused, later (a pause after failures)."""

    document_id: int
    kind: str
    status: str
    tries: int = 0
    failures: int = 0
    next_at: datetime | None = None
    reason: str | None = None


def connect(ws: Workspace, address: str, secret: str) -> None:
    """Keep where documents go and what signs them. Raises InputError for an address that is not safe to send to, or a short secret; the
    error holds neither."""
    parts = urlsplit(address)
    if not parts.hostname or (parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _LOCAL)):
        raise InputError("partner_address")
    if len(secret) < _LEAST_SECRET:
        raise InputError("partner_secret", least=_LEAST_SECRET)
    vault.write(ws.partner, {"address": address, "secret": secret})


def disconnect(ws: Workspace) -> None:
    ws.partner.unlink(missing_ok=True)


def connected(ws: Workspace) -> bool:
    return ws.partner.exists()


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The value of X-Shelflife-Signature. at: in UTC."""
    seconds = int(at.replace(tzinfo=UTC).timestamp())
    told = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={told}"


def send(ws: Workspace, *, at: datetime, pause: Pause) -> list[Sent]:
    """Hand over every document that waits. Raises InputError where no partner is connected."""
    if not connected(ws):
        raise InputError("partner_missing")
    return [_one(ws, row, in_utc(at), pause) for row in ws.frame(sql("handover/waiting")).astype(object).to_dict("records")]


def _one(ws: Workspace, row: dict, at: datetime, pause: Pause) -> Sent:
    about = {"document_id": int(row["document_id"]), "kind": row["kind"]}
    if row["next_at"] == row["next_at"] and row["next_at"] is not None and at < row["next_at"]:
        return Sent(**about, status="later", failures=int(row["failures"]), next_at=row["next_at"].to_pydatetime())
    status, tries, reason = _try(ws, row, at, pause)
    failures = int(row["failures"]) + 1 if status == "failed" else 0
    done = Sent(**about, status=status, tries=tries, failures=failures, next_at=pause_after(ws, at, failures), reason=reason)
    names = ("document_id", "status", "tries", "failures", "next_at", "reason")
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("handover/note"), {name: getattr(done, name) for name in names} | {"at": at})
    return done


def _try(ws: Workspace, row: dict, at: datetime, pause: Pause) -> tuple[str, int, str | None]:
    """status, how often it was tried, why the last try failed."""
    partner, body, most = vault.read(ws.partner), row["body"].encode(), int(settings.policy(ws)["alerts.send_tries"])
    heads = {"Content-Type": "application/json", "Idempotency-Key": row["key"]}
    heads["X-Shelflife-Signature"] = signature(partner["secret"], body, at)
    asked = urllib.request.Request(partner["address"], data=body, headers=heads, method="POST")  # noqa: S310 - connect() checked it
    (status, reason), number = tried(lambda: _post(asked), lambda answer: answer[0] == "failed", most, pause)
    return status, number, reason


class _Stay(urllib.request.HTTPRedirectHandler):
    """An answer that points elsewhere is a failure: what is signed for one address goes to no other."""

    def redirect_request(self, *_):
        return None


def _post(asked: urllib.request.Request) -> tuple[str, str | None]:
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=_SECONDS):
            return "sent", None
    except urllib.error.HTTPError as error:
        final = 400 <= error.code < 500 and error.code not in _AGAIN
        return "refused" if final else "failed", f"HTTP {error.code}"
    except (urllib.error.URLError, TimeoutError, HTTPException, OSError) as error:
        return "failed", type(getattr(error, "reason", error)).__name__
