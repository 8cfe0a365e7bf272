"""Where alerts go: addresses of e-mail, SMS, chat and webhooks in the form of Apprise (appriseit.com), and how a message is handed over.

An address holds passwords and tokens. Promise: it lies in a file of its own beside the workspace, readable by its owner alone; no setting,
backup, export, screen, log or error holds any part of it.
"""

import logging
import re
from urllib.parse import unquote

from core import vault
from core.errors import InputError
from core.workspace import Workspace

# what an address may begin with, by what it reaches; nothing that runs a program or writes on this machine
KINDS = {
    "email": ("mailto", "mailtos"),
    "sms": ("twilio", "vonage", "nexmo", "sns", "clicksend", "plivo"),
    "slack": ("slack",),
    "teams": ("workflow", "workflows"),
    "dingtalk": ("dingtalk",),
    "feishu": ("feishu", "lark"),
    "wecom": ("wecombot", "wecom"),
    "telegram": ("tgram",),
    "discord": ("discord",),
    "webhook": ("json", "jsons", "form", "forms"),
}
_NAME = re.compile(r"[\w .-]{1,40}")
_LEAST_SECRET = 3  # shorter parts of an address are words of every sentence

_TALKATIVE = ("apprise", "urllib3.connectionpool")  # they write whole addresses when a program asks for every detail


def kind(address: str) -> str:
    """What an address reaches. Raises InputError for what we do not send to."""
    scheme = address.split("://")[0].lower() if "://" in address else ""
    found = next((name for name, schemes in KINDS.items() if scheme in schemes), None)
    if found is None:
        raise InputError("channel_kind", known=", ".join(scheme for schemes in KINDS.values() for scheme in schemes))
    return found


def save(ws: Workspace, name: str, address: str) -> None:
    """Keep an address under a name. Raises InputError for a name or an address that cannot be used; the error holds no part of it."""
    if not _NAME.fullmatch(name):
        raise InputError("channel_name", value=name)
    if _opened(address) is None:
        raise InputError("channel_address", kind=kind(address))
    vault.write(ws.secrets, _read(ws) | {name: address})


def forget(ws: Workspace, name: str) -> None:
    vault.write(ws.secrets, {known: address for known, address in _read(ws).items() if known != name})


def kinds(ws: Workspace) -> dict[str, str]:
    """Every channel by name: what it reaches, never where."""
    return {name: kind(address) for name, address in sorted(_read(ws).items())}


def masked(kind_of: str) -> str:
    """How an address is shown: what it begins with, and nothing else."""
    return f"{KINDS[kind_of][0]}://••••••••"


def notify(ws: Workspace, name: str, title: str, body: str) -> str | None:
    """Hand one message over. None when it was taken; else why not, in the words of the other side without any part of the address."""
    apprise = _apprise()
    address = _read(ws).get(name)
    if address is None:
        return "address missing"
    to = _opened(address)
    short = kind(address) == "sms"
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        taken = to is not None and to.notify(title="" if short else title, body=title if short else body)
        words = said.getvalue()
    return None if taken else without_secrets(words, address) or "refused"


def without_secrets(words: str, address: str) -> str:
    """One line of words without any part of the address."""
    parts = {part for whole in (address, unquote(address)) for part in re.split(r"[:/@?&=+,]+", whole.partition("://")[2])}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _LEAST_SECRET:
            words = words.replace(part, "…")
    return " ".join(words.split())[:200]


def _opened(address: str):
    kind(address)
    return _apprise().Apprise.instantiate(address, suppress_exceptions=True)


def _apprise():
    """Loaded when it is needed; what it says of addresses goes nowhere, whatever the program around us logs."""
    import apprise

    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    return apprise


def _read(ws: Workspace) -> dict[str, str]:
    return vault.read(ws.secrets)
